// Names that occur in the data, to choose from; none where there are no data.
import { ask } from "../../api/client";

export interface Known {
  touchpoints: string[];
  channels: string[];
}

export const kNothingKnown: Known = { touchpoints: [], channels: [] };

export async function known(): Promise<Known> {
  try {
    const summary = await ask("summary", {});
    return {
      touchpoints: summary.touchpoint_list.map((one) => one.touchpoint),
      channels: summary.channel_list.map((one) => one.channel),
    };
  } catch {
    // The studio works without suggestions.
    return kNothingKnown;
  }
}
