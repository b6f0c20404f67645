// First, since it replaces a module that the routes import.
import "./_testing/scope";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { apiErrorSchema, unconfiguredSchema } from "@/lib/contracts";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { EnvError } from "@/lib/env";
import { errorAnswer } from "@/lib/server/http/answers";
import { Browser } from "./_testing/browser";
import { findRoutes, nameOf } from "./_testing/route-faults";
import { health } from "./_testing/routes";

const wrongValue = "not-a-token";

// Never corrected: a process reads its configuration once it is right.
beforeAll(() => {
  setTestEnvironment();
  process.env.TWILIO_AUTH_TOKEN = wrongValue;
  process.env.NEXTAUTH_SECRET = "";
});

afterEach(() => {
  vi.restoreAllMocks();
});

const routes = (await findRoutes()).filter((route) => nameOf(route) !== "GET /api/health");

test("the disk has many routes", () => {
  expect(routes.length).toBeGreaterThan(20);
});

test.each(routes.map((route) => [nameOf(route), route] as const))(
  "with a wrong configuration, %s answers 503 not_configured and names each setting, without its value",
  async (_name, { handler, path, method }) => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const response = await new Browser().send(handler as typeof health.GET, path, { method });
    expect(response.status).toBe(503);
    const text = await response.text();
    const { code, message } = apiErrorSchema.parse(JSON.parse(text)).error;
    expect(code).toBe("not_configured");
    expect(message).toContain("TWILIO_AUTH_TOKEN: must be at least 32 characters");
    expect(message).toContain("NEXTAUTH_SECRET: missing");
    expect(text).not.toContain(wrongValue);
  },
);

test("the health check says that the configuration fails, and what is missing", async () => {
  const response = await new Browser().send(health.GET, "/api/health");
  expect(response.status).toBe(503);
  const body = unconfiguredSchema.parse(await response.json());
  expect(body).toMatchObject({ status: "failing", configuration: "failing" });
  expect(body.error.code).toBe("not_configured");
  expect(body.error.message).toContain("NEXTAUTH_SECRET: missing");
});

test.each([
  ["a missing table", "42P01", "not_configured", 503],
  ["a missing column", "42703", "not_configured", 503],
  ["a password that the database refuses", "28P01", "unavailable", 503],
  ["a database that does not exist", "3D000", "unavailable", 503],
  ["a certificate that is not trusted", "SELF_SIGNED_CERT_IN_CHAIN", "unavailable", 503],
  ["a query of ours that is wrong", "42601", "internal", 500],
])("%s (%s) is answered as %s", async (_name, code, expected, status) => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const cause = Object.assign(new Error('relation "secret" does not exist'), { code });
  const response = errorAnswer(new Error("A query failed", { cause }), "GET /");
  expect(response.status).toBe(status);
  const { error } = apiErrorSchema.parse(await response.json());
  expect(error.code).toBe(expected);
  expect(error.message).not.toContain("secret");
});

test("an error of the configuration that appears later is answered alike", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const response = errorAnswer(new EnvError(["APP_URL: must begin with https:// or http://"]), "GET /");
  expect(await response.json()).toEqual({
    error: {
      code: "not_configured",
      message: "The configuration is not complete: APP_URL: must begin with https:// or http://",
    },
  });
});
