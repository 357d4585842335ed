// English, whole. The French dictionary has the same type: a missing key does not compile.
import { en as app } from "./app";
import { en as canvas } from "./canvas";
import { en as compare } from "./compare";
import { en as conformance } from "./conformance";
import { en as control } from "./control";
import { en as data } from "./data";
import { en as discovery } from "./discovery";
import { en as drivers } from "./drivers";
import { en as explore } from "./explore";
import { en as funnel } from "./funnel";
import { en as glossary } from "./glossary";
import { en as groups } from "./groups";
import { en as mistakes } from "./mistakes";
import { en as patterns } from "./patterns";
import { en as people } from "./people";
import { en as processes } from "./processes";
import { en as promises } from "./promises";
import { en as personas } from "./personas";
import { en as remarks } from "./remarks";
import { en as retention } from "./retention";
import { en as routes } from "./routes";
import { en as saved } from "./saved";
import { en as studio } from "./studio";
import { en as sheet } from "./sheet";
import { en as waits } from "./waits";
import { en as workshop } from "./workshop";

export const en = {
  app,
  canvas,
  compare,
  data,
  discovery,
  drivers,
  explore,
  funnel,
  glossary,
  groups,
  mistakes,
  patterns,
  people,
  processes,
  promises,
  personas,
  remarks,
  retention,
  conformance,
  control,
  routes,
  saved,
  studio,
  sheet,
  waits,
  workshop,
};
export type Words = typeof en;
