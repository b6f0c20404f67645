import { expect, test } from "vitest";
import type { Target } from "../webhook/webhooks";
import type { DialOutcome } from "./outcome";
import { runTwiml, type TwimlHost } from "./run";

const COMPLETED: DialOutcome = { status: "completed", sid: "CA_child", seconds: 7, bridged: true };

/** A call that records what is done to it. */
class FakeCall implements TwimlHost {
  isClosed = false;
  readonly done: string[] = [];

  constructor(
    readonly documents: Record<string, string | number>,
    readonly outcome = COMPLETED,
  ) {}

  log(what: string): void {
    if (what.includes("without answerOnBridge") || what.includes("reaches <Client> only"))
      this.done.push("log");
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

  async wait(seconds: number): Promise<void> {
    this.done.push(`wait ${seconds}`);
  }

  pickUp(): void {
    this.done.push("pick up");
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
    "wait 1",
  ]);
});

test("the document continues after a Dial without an action", async () => {
  const dial = `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`;
  expect(await run(new FakeCall({ "/voice": `${dial}<Say>Bye</Say>` }))).toEqual([
    "dial",
    "pick up",
    "wait 1",
  ]);
});

test("an unanswered Dial reports no duration", async () => {
  const outcome: DialOutcome = { status: "no-answer", sid: "CA_child", seconds: 0, bridged: false };
  expect(await run(new FakeCall({ "/voice": DIAL }, outcome))).toEqual([
    "dial",
    "request /action DialCallStatus=no-answer DialCallSid=CA_child DialBridged=false",
  ]);
});

test("a Say before Dial keeps the caller ringing, and a Say at the end answers the call", async () => {
  expect(await run(new FakeCall({ "/voice": `<Say>One moment</Say>${DIAL}` }))).toEqual([
    "wait 1",
    "dial",
    expect.stringContaining("request /action"),
  ]);
  expect(await run(new FakeCall({ "/voice": "<Say>Goodbye</Say>" }))).toEqual(["pick up", "wait 1"]);
});

test("the runner executes Pause, Redirect, Reject and Hangup", async () => {
  expect(
    await run(
      new FakeCall({
        "/voice": `<Pause length="2"/><Redirect>/next</Redirect><Say>no</Say>`,
        "/next": "<Hangup/><Say>no</Say>",
      }),
    ),
  ).toEqual(["wait 2", "request /next"]);
  expect(await run(new FakeCall({ "/voice": `<Reject reason="busy"/><Say>no</Say>` }))).toEqual([
    "reject busy",
  ]);
});

test("the log names each way in which Twilio would run a Dial differently", async () => {
  expect(await run(new FakeCall({ "/voice": "<Dial><Number>+1555</Number></Dial>" }))).toEqual([
    "log",
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

test("an endless redirect is stopped", async () => {
  await expect(run(new FakeCall({ "/voice": "<Redirect>/voice</Redirect>" }))).rejects.toThrow(
    "too many documents",
  );
});
