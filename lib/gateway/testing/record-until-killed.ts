/**
 * A process that records a tone into the folder of its argument: a frame each 20 ms, until it is killed or the recording ends.
 * It writes a line for each event: `begun SID`, `frame N` (N frames were written), `ended STATUS SECONDS`.
 */

import { FRAME_MS } from "../audio/frame";
import { every, systemClock } from "../base/clock";
import { RecordingStore } from "../recording/recording-store";
import { mustBegin } from "./recordings";
import { toneFrame } from "./sound";

const print = (line: string) => process.stdout.write(`${line}\n`);
const log = (about: string, what: string) => print(`log ${about}: ${what}`);
const store = await RecordingStore.open({ folder: process.argv[2], clock: systemClock, log });
const recording = mustBegin(store);
print(`begun ${recording.sid}`);
let frames = 0;
const cancel = every(systemClock, FRAME_MS, () => {
  recording.write(toneFrame(frames));
  frames += 1;
  print(`frame ${frames}`);
});
const facts = await recording.ended;
cancel();
print(`ended ${facts.status} ${facts.durationSeconds}`);
await store.close();
