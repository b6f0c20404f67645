import { expect, test, vi } from "vitest";
import { verifyRegistration } from "./webauthn";

const verify = vi.hoisted(() => vi.fn(async () => ({ verified: false })));
vi.mock("@simplewebauthn/server", async (original) => ({
  ...(await original<typeof import("@simplewebauthn/server")>()),
  verifyRegistrationResponse: verify,
}));

const rp = { id: "localhost", origin: "http://localhost:3000" };

/** CBOR (RFC 8949): a text of less than 24 bytes. */
const text = (value: string) => Buffer.from([0x60 + value.length, ...Buffer.from(value)]);

/** A registration with this attestation. */
function registration(format: string, statement: readonly Uint8Array[]) {
  const attestation = Buffer.concat([
    Buffer.from([0xa3]),
    ...[text("fmt"), text(format), text("attStmt"), ...statement],
    // One byte in place of the authenticator's data, which the check does not read.
    ...[text("authData"), Buffer.from([0x41, 0x00])],
  ]);
  return {
    id: "AAAA",
    rawId: "AAAA",
    type: "public-key" as const,
    response: { clientDataJSON: "AAAA", attestationObject: attestation.toString("base64url") },
  };
}

const none = [Buffer.from([0xa0])];
/** { x5c: [one byte] } */
const certificates = [Buffer.from([0xa1]), text("x5c"), Buffer.from([0x81, 0x41, 0x00])];

// The library asks the addresses that certificates name for lists of revoked ones.
test.each([
  ["packed", certificates],
  ["fido-u2f", none],
  ["apple", certificates],
  ["tpm", certificates],
  ["android-key", certificates],
  ["android-safetynet", none],
])(
  "a registration of the form %s with what its maker signs never reaches the library",
  async (format, statement) => {
    verify.mockClear();
    expect(await verifyRegistration(registration(format, statement), "AAAA", rp)).toBeNull();
    expect(verify).not.toHaveBeenCalled();
  },
);

test.each([
  ["none", none],
  ["packed", none],
])("one of the form %s without certificates does", async (format, statement) => {
  verify.mockClear();
  await verifyRegistration(registration(format, statement), "AAAA", rp);
  expect(verify).toHaveBeenCalledOnce();
});

test.each(["", "AAAA", "_____w"])(
  "bytes that are no attestation (%j) are refused",
  async (attestationObject) => {
    const odd = registration("none", none);
    const given = { ...odd, response: { ...odd.response, attestationObject } };
    expect(await verifyRegistration(given, "AAAA", rp)).toBeNull();
  },
);
