import { beforeAll, expect, test } from "vitest";
import { apiErrorSchema } from "@/lib/contracts";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { Browser } from "./_testing/browser";
import { unknown } from "./_testing/routes";

beforeAll(setTestEnvironment);

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"] as const)(
  "%s of a path without a route gets 404 with the body of every error",
  async (method) => {
    const response = await new Browser().send(unknown[method], "/api/no/such/route", { method });
    expect(response.status).toBe(404);
    expect(apiErrorSchema.parse(await response.json()).error.code).toBe("not_found");
    expect(response.headers.get("cache-control")).toBe("no-store");
  },
);
