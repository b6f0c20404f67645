import { VoiceClient } from "./voice-client";
import { until, VoiceMedia } from "./voice-media";

/** Somebody who speaks a tone of their own in turns. */
export interface Speaker {
  media: VoiceMedia;
  /** Hz. It differs from those of the others in the group. */
  hertz: number;
}

/** Those who hear one another. */
export type Group = readonly Speaker[];

/** How many legs are in calls of two, and how many in the one conference: about half in each. Two legs are a call. */
export function splitLegs(legs: number): { calls: number; conference: number } {
  const calls = Math.max(1, Math.floor(legs / 4));
  return { calls, conference: legs - calls * 2 };
}

/** Sets up calls and a conference through a gateway whose application is that of `startLoadStack`. Nobody speaks yet. */
export async function openGroups(
  port: number,
  legs: number,
): Promise<{ groups: Group[]; close(): Promise<void> }> {
  const { calls, conference } = splitLegs(legs);
  const clients: VoiceClient[] = [];
  const groups: Group[] = [];
  const open = async (identity: string) => {
    const client = await VoiceClient.open(port, identity);
    clients.push(client);
    return client;
  };
  for (let n = 0; n < calls; n += 1) {
    const [caller, callee] = [await open(`caller_${n}`), await open(`callee_${n}`)];
    const answered = callee.answers();
    const { media } = await caller.call({ To: `callee_${n}` });
    groups.push(speakers([media, (await answered).media]));
  }
  const members: VoiceMedia[] = [];
  for (let n = 0; n < conference; n += 1) {
    const client = await open(`member_${n}`);
    members.push((await client.call({ To: "conference_1" })).media);
  }
  if (members.length > 0) groups.push(speakers(members));
  await untilSound(groups);
  return {
    groups,
    async close() {
      for (const client of clients) await client.close();
    },
  };
}

/** Two who are connected without a gateway: what the clients, the measuring and this machine take by themselves. */
export async function openDirect(): Promise<{ group: Group; close(): Promise<void> }> {
  const { media: caller, offer } = await VoiceMedia.offering();
  const { media: callee, answer } = await VoiceMedia.answering(offer);
  await caller.accept(answer);
  const group = speakers([caller, callee]);
  await untilSound([group]);
  return {
    group,
    async close() {
      await Promise.all([caller.close(), callee.close()]);
    },
  };
}

/** From 400 to 3,400 Hz, as far from one another as they can be. */
function speakers(members: readonly VoiceMedia[]): Group {
  return members.map((media, n) => ({ media, hertz: Math.round(400 + (3_000 * n) / members.length) }));
}

function untilSound(groups: readonly Group[]): Promise<void> {
  const all = groups.flat();
  return until(
    () => all.every(({ media }) => media.frames.length > 10),
    30,
    () => `${all.filter(({ media }) => media.frames.length > 10).length} of ${all.length} hear something`,
  );
}
