import { expect, test } from "vitest";
import { readConfig } from "./config";
import { ENVIRONMENT } from "./testing/account";

test("the required variables suffice, and the others have defaults", () => {
  expect(readConfig(ENVIRONMENT)).toMatchObject({
    port: 3001,
    host: "127.0.0.1",
    origins: new Set(["http://localhost:3000"]),
    statusUrl: undefined,
    tls: undefined,
    controlSecret: undefined,
    recordingsFolder: undefined,
    protectsMedia: false,
  });
});

test.each(Object.keys(ENVIRONMENT))("%s missing or empty is an error that names it", (name) => {
  expect(() => readConfig({ ...ENVIRONMENT, [name]: undefined })).toThrow(name);
  expect(() => readConfig({ ...ENVIRONMENT, [name]: "" })).toThrow(name);
});

test.each([
  ["VOICE_URL", "localhost:3000/voice"],
  ["VOICE_URL", "ftp://localhost/voice"],
  ["VOICE_STATUS_URL", "/status"],
  ["VOICE_GATEWAY_PORT", "65536"],
  ["VOICE_GATEWAY_PORT", "http"],
  ["VOICE_GATEWAY_NETWORK", "delay=fast"],
  ["VOICE_GATEWAY_ORIGINS", "localhost:3000"],
  ["VOICE_GATEWAY_TLS_CERT", "/cert.pem"],
  ["VOICE_GATEWAY_MEDIA_AUTH", "yes"],
])("%s=%s is an error that names it", (name, value) => {
  expect(() => readConfig({ ...ENVIRONMENT, [name]: value })).toThrow(name.replace("_CERT", "_KEY"));
});

test("empty optional values count as unset", () => {
  const config = readConfig({ ...ENVIRONMENT, VOICE_STATUS_URL: "", VOICE_GATEWAY_PORT: "", VERCEL: "" });
  expect(config).toMatchObject({ statusUrl: undefined, port: 3001 });
});

test("recordings have a folder, and their sound may be protected", () => {
  const config = readConfig({
    ...ENVIRONMENT,
    VOICE_GATEWAY_DATA: "/data/recordings",
    VOICE_GATEWAY_MEDIA_AUTH: "on",
  });
  expect(config).toMatchObject({ recordingsFolder: "/data/recordings", protectsMedia: true });
});

test("the gateway refuses to run on Vercel", () => {
  expect(() => readConfig({ ...ENVIRONMENT, VERCEL: "1" })).toThrow("VERCEL");
});

test("origins are a comma-separated list", () => {
  const { origins } = readConfig({
    ...ENVIRONMENT,
    VOICE_GATEWAY_ORIGINS: "http://A.test/, http://b.test:8080,*",
  });
  expect([...origins]).toEqual(["http://a.test", "http://b.test:8080", "*"]);
});
