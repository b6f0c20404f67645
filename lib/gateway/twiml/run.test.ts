import { expect, test } from "vitest";
import type { Target } from "../webhook/webhooks";
import type { DialOutcome, GatherOutcome, RecordOutcome } from "./outcome";
import { runTwiml, type TwimlHost } from "./run";
import type { PauseVerb, PlayVerb, SayVerb, Verb } from "./verbs";

const COMPLETED: DialOutcome = { status: "completed", sid: "CA_child", seconds: 7, bridged: true };

/** A call that records what is done to it. */
class FakeCall implements TwimlHost {
  isClosed = false;
  isReplaced = false;
  gathered: GatherOutcome = { digits: "", finishedOnKey: "" };
  recorded: RecordOutcome = { recording: undefined, digits: "" };
  readonly done: string[] = [];
  readonly watched: string[] = [];

  constructor(
    readonly documents: Record<string, string | number>,
    readonly outcome = COMPLETED,
  ) {}

  warn(what: string): void {
    this.log(what);
  }

  log(what: string): void {
    if (what.includes("reaches <Client> and <Conference> only")) this.done.push("log");
  }

  async request(target: Target, more: readonly (readonly [string, string])[]) {
    const { pathname } = new URL(target.url);
    this.done.push(`request ${pathname}${more.map(([name, value]) => ` ${name}=${value}`).join("")}`);
    const document = this.documents[pathname] ?? "";
    if (document === 0) throw new Error("connection refused");
    return typeof document === "number"
      ? { status: document, body: "" }
      : { status: 200, body: `<Response>${document}</Response>` };
  }

  began(verb: Verb) {
    this.watched.push(`${verb.verb} begins`);
    return (how: string) => void this.watched.push(`${verb.verb}: ${how}`);
  }

  get isOver(): boolean {
    return this.isClosed || this.isReplaced;
  }

  hangUp(): void {
    this.done.push("hang up");
  }

  async say({ text }: SayVerb): Promise<void> {
    this.done.push(`say ${text}`);
  }

  async play({ what }: PlayVerb): Promise<void> {
    this.done.push(`play ${what.kind === "file" ? what.target.url : what.digits}`);
  }

  async pause({ length }: PauseVerb): Promise<void> {
    this.done.push(`pause ${length}`);
  }

  async gather(): Promise<GatherOutcome> {
    this.done.push("gather");
    return this.gathered;
  }

  async record(): Promise<RecordOutcome> {
    this.done.push("record");
    return this.recorded;
  }

  startRecording(): void {
    this.done.push("start recording");
  }

  stopRecording(): void {
    this.done.push("stop recording");
  }

  async dial(): Promise<DialOutcome> {
    this.done.push("dial");
    return this.outcome;
  }

  reject(reason: string): void {
    this.done.push(`reject ${reason}`);
  }
}

async function run(call: FakeCall): Promise<string[]> {
  await runTwiml(call, { url: "http://app.test/voice", method: "POST" });
  return call.done.slice(1);
}

const DIAL = `<Dial answerOnBridge="true" action="/action"><Client>bob</Client></Dial>`;

test("the action gets the outcome, and verbs after Dial are not run", async () => {
  expect(await run(new FakeCall({ "/voice": `${DIAL}<Say>never</Say>`, "/action": "<Pause/>" }))).toEqual([
    "dial",
    "request /action DialCallStatus=completed DialCallSid=CA_child DialCallDuration=7 DialBridged=true",
    "pause 1",
  ]);
});

test("the document continues after a Dial without an action", async () => {
  const dial = `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`;
  expect(await run(new FakeCall({ "/voice": `${dial}<Say>Bye</Say>` }))).toEqual(["dial", "say Bye"]);
});

test("an unanswered Dial reports no duration", async () => {
  const outcome: DialOutcome = { status: "no-answer", sid: "CA_child", seconds: 0, bridged: false };
  expect(await run(new FakeCall({ "/voice": DIAL }, outcome))).toEqual([
    "dial",
    "request /action DialCallStatus=no-answer DialCallSid=CA_child DialBridged=false",
  ]);
});

test("Say, Play, Pause and both forms of recording run in their order", async () => {
  const document =
    `<Start><Recording/></Start><Say>One moment</Say><Play>/tone.wav</Play><Play digits="12w"/>` +
    `<Pause length="3"/><Stop><Recording/></Stop>`;
  expect(await run(new FakeCall({ "/voice": document }))).toEqual([
    "start recording",
    "say One moment",
    "play http://app.test/tone.wav",
    "play 12w",
    "pause 3",
    "stop recording",
  ]);
});

test("Gather asks its action with the keys, and without keys goes on with the next verb", async () => {
  const document = `<Gather action="/keys"/><Say>none</Say>`;
  const call = new FakeCall({ "/voice": document });
  call.gathered = { digits: "12", finishedOnKey: "#" };
  expect(await run(call)).toEqual(["gather", "request /keys Digits=12 FinishedOnKey=# msg=Gather End"]);
  expect(await run(new FakeCall({ "/voice": document }))).toEqual(["gather", "say none"]);
  const told = `<Gather action="/keys" actionOnEmptyResult="true"/>`;
  expect(await run(new FakeCall({ "/voice": told }))).toEqual([
    "gather",
    "request /keys Digits= FinishedOnKey= msg=Gather End",
  ]);
});

test("Record asks its action with the recording, without an action the document itself, and nothing when it is empty", async () => {
  const recording = { sid: "RE1", url: "http://gateway.test/RE1", seconds: 4 };
  const more = "RecordingUrl=http://gateway.test/RE1 RecordingSid=RE1 RecordingDuration=4 Digits=#";
  const call = new FakeCall({ "/voice": `<Record action="/kept"/><Say>never</Say>` });
  call.recorded = { recording, digits: "#" };
  expect(await run(call)).toEqual(["record", `request /kept ${more}`]);
  const again = new FakeCall({ "/voice": "<Record/>" });
  again.request = async (target, given) => {
    again.done.push(`request ${new URL(target.url).pathname}${given.map(([n, v]) => ` ${n}=${v}`).join("")}`);
    return { status: 200, body: given.length === 0 ? "<Response><Record/></Response>" : "<Response/>" };
  };
  again.recorded = { recording, digits: "#" };
  expect(await run(again)).toEqual(["record", `request /voice ${more}`]);
  expect(await run(new FakeCall({ "/voice": `<Record action="/kept"/><Say>empty</Say>` }))).toEqual([
    "record",
    "say empty",
  ]);
});

test("a document that is replaced while a verb runs is not gone on with, and asks no action", async () => {
  const call = new FakeCall({ "/voice": `${DIAL}<Say>never</Say>` });
  call.dial = async () => {
    call.isReplaced = true;
    return COMPLETED;
  };
  expect(await run(call)).toEqual([]);
});

test("a given document runs without a request, and its URLs are resolved against its base", async () => {
  const call = new FakeCall({});
  await runTwiml(call, {
    twiml: "<Response><Play>tone.wav</Play></Response>",
    base: "http://app.test/voice/",
  });
  expect(call.done).toEqual(["play http://app.test/voice/tone.wav"]);
});

test("the runner executes Pause, Redirect, Reject and Hangup", async () => {
  expect(
    await run(
      new FakeCall({
        "/voice": `<Pause length="2"/><Redirect>/next</Redirect><Say>no</Say>`,
        "/next": "<Hangup/><Say>no</Say>",
      }),
    ),
  ).toEqual(["pause 2", "request /next", "hang up"]);
  expect(await run(new FakeCall({ "/voice": `<Reject reason="busy"/><Say>no</Say>` }))).toEqual([
    "reject busy",
  ]);
});

test("the log names each destination that cannot be reached", async () => {
  expect(await run(new FakeCall({ "/voice": "<Dial><Number>+1555</Number></Dial>" }))).toEqual([
    "log",
    "dial",
  ]);
});

test("the action is requested even after the caller has left, and its answer is ignored", async () => {
  const call = new FakeCall({ "/voice": DIAL, "/action": "<Say>nobody hears</Say>" });
  call.dial = async () => {
    call.isClosed = true;
    return { ...COMPLETED, status: "canceled", bridged: false };
  };
  expect(await run(call)).toEqual([
    "request /action DialCallStatus=canceled DialCallSid=CA_child DialBridged=false",
  ]);
});

test.each([
  ["no answer", 0],
  ["an error answer", 503],
])("%s ends the call with Twilio's error 11200", async (_name, document) => {
  await expect(run(new FakeCall({ "/voice": document }))).rejects.toMatchObject({ code: 11200 });
});

test("who watches a call learns of the beginning and the end of each verb, and how it ended", async () => {
  const call = new FakeCall({ "/voice": `<Say>Hello</Say><Enqueue>support</Enqueue>` });
  await expect(run(call)).rejects.toMatchObject({ code: 12200 });
  expect(call.watched).toEqual([
    "Say begins",
    "Say: done",
    "Unsupported begins",
    expect.stringContaining("<Enqueue> is not supported"),
  ]);
});

test("an endless redirect is stopped", async () => {
  await expect(run(new FakeCall({ "/voice": "<Redirect>/voice</Redirect>" }))).rejects.toThrow(
    "too many documents",
  );
});
