// French, whole.
import { fr as app } from "./app";
import { fr as canvas } from "./canvas";
import { fr as compare } from "./compare";
import { fr as conformance } from "./conformance";
import { fr as control } from "./control";
import { fr as data } from "./data";
import { fr as discovery } from "./discovery";
import { fr as drivers } from "./drivers";
import type { Words } from "./en";
import { fr as explore } from "./explore";
import { fr as funnel } from "./funnel";
import { fr as glossary } from "./glossary";
import { fr as groups } from "./groups";
import { fr as mistakes } from "./mistakes";
import { fr as patterns } from "./patterns";
import { fr as people } from "./people";
import { fr as processes } from "./processes";
import { fr as promises } from "./promises";
import { fr as personas } from "./personas";
import { fr as remarks } from "./remarks";
import { fr as retention } from "./retention";
import { typeset } from "./typeset";
import { fr as routes } from "./routes";
import { fr as saved } from "./saved";
import { fr as studio } from "./studio";
import { fr as sheet } from "./sheet";
import { fr as waits } from "./waits";
import { fr as workshop } from "./workshop";

export const fr: Words = typeset({
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
});
