import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { testEnvironment } from "@/lib/db/testing/environment";

/** What a browser is asked for, as the routes answer it. */
export interface Question {
  readonly challenge: string;
  readonly options: Readonly<Record<string, unknown>> & { readonly challenge: string };
}

/** What the page and the device of a wrong answer say. */
interface Wrong {
  readonly origin?: string;
  readonly rpId?: string;
  readonly counter?: number;
  /** The device has not checked who uses it. */
  readonly unverified?: boolean;
  readonly userHandle?: string;
  /** The answer to another challenge (base64url). */
  readonly toChallenge?: string;
  readonly format?: string;
  readonly statement?: Buffer;
}

const present = 0x01;
const verified = 0x04;
const withKey = 0x40;

/** One passkey on a device in software: ES256, no attestation (WebAuthn level 3, section 6). */
export class Authenticator {
  readonly #id = randomBytes(16);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #userHandle = "AAAA";
  /** How often it says that it was used. 0: it does not count. */
  counter = 0;

  get id(): string {
    return this.#id.toString("base64url");
  }

  /** Makes the passkey: the body of `POST /api/me/passkeys`. */
  create(question: Question, wrong: Wrong = {}) {
    const { user } = question.options as { user?: { id: string } };
    this.#userHandle = user?.id ?? this.#userHandle;
    const size = Buffer.alloc(2);
    size.writeUInt16BE(this.#id.length);
    const key = Buffer.concat([Buffer.alloc(16), size, this.#id, coseOf(this.#keys.publicKey)]);
    const data = Buffer.concat([this.#data(wrong, withKey), key]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text("fmt"),
      text(wrong.format ?? "none"),
      text("attStmt"),
      wrong.statement ?? Buffer.from([0xa0]),
      text("authData"),
      bytes(data),
    ]);
    return this.#answer(question, {
      clientDataJSON: clientData("webauthn.create", question, wrong),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal", "hybrid"],
    });
  }

  /** Uses the passkey: a `PasskeyUse`. */
  use(question: Question, wrong: Wrong = {}) {
    const data = this.#data(wrong, 0);
    const json = clientData("webauthn.get", question, wrong);
    const hash = createHash("sha256").update(Buffer.from(json, "base64url")).digest();
    return this.#answer(question, {
      clientDataJSON: json,
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", Buffer.concat([data, hash]), this.#keys.privateKey).toString("base64url"),
      userHandle: wrong.userHandle ?? this.#userHandle,
    });
  }

  #answer<Response>({ challenge }: Question, response: Response) {
    return { challenge, credential: { id: this.id, rawId: this.id, type: "public-key", response } };
  }

  #data({ rpId = "localhost", counter = this.counter, unverified }: Wrong, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = present | (unverified ? 0 : verified) | more;
    return Buffer.concat([createHash("sha256").update(rpId).digest(), Buffer.from([flags]), count]);
  }
}

function clientData(type: string, { options }: Question, wrong: Wrong): string {
  const { origin = testEnvironment.APP_URL, toChallenge = options.challenge } = wrong;
  const data = { type, challenge: toChallenge, origin, crossOrigin: false };
  return Buffer.from(JSON.stringify(data)).toString("base64url");
}

/** A public key as COSE writes it (RFC 9053): kty EC2, alg ES256, crv P-256, x, y. */
function coseOf(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x, "base64url")),
    Buffer.from([0x22]),
    bytes(Buffer.from(y, "base64url")),
  ]);
}

/** CBOR (RFC 8949): a text of less than 24 bytes. */
export function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

/** CBOR: a byte string of 24 bytes to 64 KiB, with the shortest length, as the library expects. */
export function bytes(value: Buffer): Buffer {
  const size = value.length;
  const head = size < 256 ? [0x58, size] : [0x59, size >> 8, size & 255];
  return Buffer.concat([Buffer.from(head), value]);
}
