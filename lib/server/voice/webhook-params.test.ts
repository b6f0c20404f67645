import { expect, test } from "vitest";
import * as z from "zod/mini";
import { type ConnectParams, connectParamsSchema, inviteParamsSchema } from "@/lib/contracts";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { dialTwiml } from "./twiml";
import { dialResultSchema, statusSchema, voiceRequestSchema } from "./webhook-params";

const network = { CallSid: `CA${"0".repeat(32)}`, From: "client:u_x" };
const ref = "00000000-0000-4000-8000-000000000001";

test.each(["10000000", "2147483648", "99999999999999999999", "-1", "1e3", "0x1", "1.5", "", " 1"])(
  "a number that is no count of seconds or reports, and may not fit its column, is refused: %j",
  (number) => {
    const CallSid = `CA${"0".repeat(32)}`;
    const status = { CallSid, CallStatus: "completed" };
    const dial = { CallSid, DialCallStatus: "completed" };
    for (const name of ["SequenceNumber", "CallDuration"]) {
      expect(statusSchema.safeParse({ ...status, [name]: "9999999" }).success).toBe(true);
      expect(statusSchema.safeParse({ ...status, [name]: number }).success).toBe(false);
    }
    expect(dialResultSchema.safeParse({ ...dial, DialCallDuration: number }).success).toBe(false);
  },
);

test.each(["0", "1"] as const)(
  "parameters that follow the contract arrive unchanged (anonymous: %s)",
  (anonymous) => {
    const params: ConnectParams = { To: "ben", ref, anonymous };
    expect(connectParamsSchema.parse(params)).toEqual(params);
    expect(voiceRequestSchema.parse({ ...network, ...params })).toEqual({ ...network, ...params });
  },
);

test("a call without the flag is not anonymous, for both ends", () => {
  expect(connectParamsSchema.parse({ To: "ben", ref }).anonymous).toBe("0");
  expect(voiceRequestSchema.parse({ ...network, To: "ben", ref }).anonymous).toBe("0");
});

test.each([
  ["no parameters", {}, { To: "", ref: "", anonymous: "0" }],
  ["an empty ref", { To: "ben", ref: "" }, { To: "ben", ref: "", anonymous: "0" }],
  ["a ref that is none", { To: "ben", ref: "x" }, { To: "ben", ref: null, anonymous: "0" }],
  ["an odd flag", { To: "ben", ref, anonymous: "yes" }, { To: "ben", ref, anonymous: null }],
  ["a parameter that comes twice", { To: ["a", "b"], ref }, { To: "", ref, anonymous: "0" }],
  ["a name of 5,000 characters", { To: "a".repeat(5_000), ref }, { To: "", ref, anonymous: "0" }],
])(
  "parameters that break the contract cause no error, so that the call can be refused: %s",
  (_name, sent, read) => {
    expect(voiceRequestSchema.parse({ ...network, ...sent })).toEqual({ ...network, ...read });
  },
);

test.each([
  [
    "by name",
    { username: "ben", displayName: "Ben", known: true },
    { name: "Ben", username: "ben", known: "1" },
  ],
  [
    "of somebody new",
    { username: "ben", displayName: "Ben", known: false },
    { name: "Ben", username: "ben", known: "0" },
  ],
  ["anonymously", null, {}],
])("the invite of a call %s has the parameters of the contract", (_name, caller, expected) => {
  setTestEnvironment();
  const twiml = dialTwiml({ ref, identities: ["u_y_1"], caller });
  const sent = [...twiml.matchAll(/<Parameter name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(z.strictObject(inviteParamsSchema.shape).parse(Object.fromEntries(sent))).toEqual({
    ref,
    ...expected,
  });
});
