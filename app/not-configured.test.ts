import { NextRequest } from "next/server";
import { beforeAll, describe, expect, test } from "vitest";
import { setTestEnvironment, testEnvironment } from "@/lib/db/testing/environment";
import { proxy } from "@/proxy";

const wrongValue = "https://phone.example/secret-path?<script>";

// Never corrected: a process reads its configuration once it is right.
beforeAll(() => {
  setTestEnvironment();
  Object.assign(process.env, { VOICE_GATEWAY_URL: "", TWILIO_API_KEY: "", DATABASE_URL: "", VERCEL: "1" });
  process.env.NEXTAUTH_URL = wrongValue;
});

async function ask(path: string, headers: Record<string, string> = {}) {
  const response = proxy(new NextRequest(`${testEnvironment.APP_URL}${path}`, { headers }));
  return { response, text: await response.text() };
}

describe("with a wrong configuration", () => {
  test.each(["/", "/sign-in", "/history", "/call/bob", "/manifest.webmanifest"])(
    "%s answers 503 with a page that names each setting, and shows no value",
    async (path) => {
      const { response, text } = await ask(path);
      expect(response.status).toBe(503);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-store");
      for (const name of ["TWILIO_API_KEY", "DATABASE_URL", "NEXTAUTH_URL"]) {
        expect(text).toContain(`<code>${name}</code>`);
      }
      expect(text).not.toContain("secret-path");
    },
  );

  test("the page says whether a setting is missing or wrong, and what to do", async () => {
    const { text } = await ask("/");
    expect(text).toContain("<code>TWILIO_API_KEY</code> <strong>missing</strong>");
    expect(text).toContain("SK and 32 hexadecimal digits");
    expect(text).toContain("<code>NEXTAUTH_URL</code> <strong>wrong</strong>");
    expect(text).toContain("npm run twilio:provision -- --vercel");
    expect(text).toContain("docs/vercel.md");
  });

  test.each([
    ["ja,en;q=0.5", "ja", "未設定"],
    ["en-GB", "en", "missing"],
    ["tlh", "en", "missing"],
  ])("a browser that asks for %s gets it in %s", async (acceptLanguage, lang, word) => {
    const { text, response } = await ask("/", { "accept-language": acceptLanguage });
    expect(text).toContain(`<html lang="${lang}">`);
    expect(text).toContain(word);
    expect(response.headers.get("vary")).toBe("Accept-Language");
  });

  test("the page runs no script and loads nothing", async () => {
    const { text, response } = await ask("/");
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("script-src");
    expect(text).toContain(`<style nonce="${nonce}">`);
    expect(text).not.toMatch(/<script|<link|<img|url\(|@import|\sstyle=/);
  });
});
