// Control charts of stages: what is to be said of them in short.
//
//   the answer  ->  stages outside their limits, each with its last period; or why there is none
import type { ControlCharts, ControlPeriod, ControlStage, JourneySet } from "../api/shapes";

export interface StageAlert {
  stage: ControlStage;
  alert: NonNullable<ControlStage["alert"]>;
  /** The last one outside. */
  period: ControlPeriod;
}

export const alertsOf = ({ stages }: Pick<ControlCharts, "stages">): StageAlert[] =>
  stages.flatMap((stage) => {
    const { alert } = stage;
    const period = alert && stage.periods.find((one) => one.to === alert.until);
    return alert && period ? [{ stage, alert, period }] : [];
  });

/** How many stages were judged in their last period with enough journeys. */
export const judged = ({ stages }: Pick<ControlCharts, "stages">): number =>
  stages.filter((stage) => stage.periods.some(({ low }) => low !== null)).length;

/** The journeys that ended in a period. */
export const endedIn = ({ from, to }: Pick<ControlPeriod, "from" | "to">): JourneySet => ({
  of: "ended",
  from,
  to,
});
