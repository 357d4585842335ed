// The names the application uses for the schemas of the API, with units on the numbers.
import type { Branded } from "./brands";
import type { components } from "./types";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Title = Schemas["Title"];
export type Select = Schemas["Select"];
export type JourneySet = Schemas["Set"];
export type Anchor = Schemas["Anchor"];
export type VariantMode = Schemas["VariantMode"];
export type Verdict = Schemas["Verdict"];
export type Interval = Schemas["Interval"];

export type Summary = Branded<Schemas["SummaryAnswer"]>;
export type Transitions = Branded<Schemas["TransitionsAnswer"]>;
export type Edge = Branded<Schemas["Edge"]>;
export type TouchpointNode = Branded<Schemas["TouchpointNode"]>;
export type Variants = Branded<Schemas["VariantsAnswer"]>;
export type Paths = Branded<Schemas["PathsAnswer"]>;
export type PathNode = Branded<Schemas["PathNode"]>;
export type Funnel = Branded<Schemas["FunnelAnswer"]>;
export type FunnelStep = Branded<Schemas["FunnelStep"]>;
export type TimeToEvent = Branded<Schemas["TimeToEventAnswer"]>;
export type TimeToEventStep = Branded<Schemas["TimeToEventStep"]>;
export type ShareTime = Branded<Schemas["ShareTime"]>;
export type Retention = Branded<Schemas["RetentionAnswer"]>;
export type RetentionKind = Schemas["RetentionKind"];
export type CalendarPeriod = Schemas["CalendarPeriod"];
export type Reentry = Branded<Schemas["ReentryAnswer"]>;
export type EndedWithout = Schemas["EndedWithout"];
export type Canvas = Branded<Schemas["CanvasAnswer"]>;
export type Stage = Branded<Schemas["CanvasStage"]>;
export type Lived = Branded<Schemas["Lived"]>;
export type Look = Branded<Schemas["NeedsLook"]>;
export type Felt = Branded<Schemas["Felt"]>;
export type Overview = Branded<Schemas["OverviewAnswer"]>;
export type Journeys = Branded<Schemas["JourneysAnswer"]>;
export type JourneyRow = Branded<Schemas["JourneyRow"]>;
export type Customers = Branded<Schemas["CustomersAnswer"]>;
export type Customer = Branded<Schemas["CustomerAnswer"]>;
export type Timeline = Branded<Schemas["Timeline"]>;
export type TimelineEvent = Branded<Schemas["TimelineEvent"]>;
export type Proposal = Schemas["ProposalAnswer"];

export type Status = Schemas["Status"];
export type DocumentKind = Schemas["DocumentKind"];
export type DocumentEntry = Schemas["DocumentEntry"];
export type StoredDocument = Schemas["Document"];
export type Upload = Schemas["Upload"];
export type ImportProposal = Schemas["ImportProposal"];
export type ImportList = Schemas["ImportList"];
export type ImportJob = Schemas["ImportJob"];
export type ImportProgress = Schemas["ImportProgress"];
export type ImportReport = Schemas["ImportReport"];
export type RefusedPage = Schemas["RefusedPage"];
