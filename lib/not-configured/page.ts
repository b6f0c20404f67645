import { notConfiguredTexts } from "../i18n/not-configured";
import { pickLocale } from "../i18n/pick-locale";

/** What the page is made from. */
export interface NotConfigured {
  /** What is wrong, as `EnvError.problems` has it: a name, a colon and a text that shows no value. */
  readonly problems: readonly string[];
  /** The request's `Accept-Language`. The cookie of a chosen language cannot be named without a configuration. */
  readonly acceptLanguage: string | null;
  /** Base64; a new one for every response. */
  readonly nonce: string;
}

const provision = "npm run twilio:provision";

/**
 * The answer to every request for a page while the configuration is wrong: 503, and a page that names each setting and
 * what to do. It needs no script and no other file, since nothing else of the app can be relied on.
 */
export function notConfiguredAnswer({ problems, acceptLanguage, nonce }: NotConfigured): Response {
  return new Response(render(problems, pickLocale(undefined, acceptLanguage), nonce), {
    status: 503,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Content-Security-Policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      Vary: "Accept-Language",
    },
  });
}

function render(problems: readonly string[], locale: keyof typeof notConfiguredTexts, nonce: string): string {
  const t = notConfiguredTexts[locale];
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${t.title} · ${t.appName}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<p class="name">${t.appName}</p>
<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
<h2>${t.settings}</h2>
<ul>
${problems.map((problem) => item(problem, t)).join("\n")}
</ul>
<h2>${t.whatToDo}</h2>
<ol>
${steps(problems, t)
  .map((step) => `<li>${step}</li>`)
  .join("\n")}
</ol>
<p class="documents">${t.documents}</p>
</main>
</body>
</html>
`;
}

type Texts = (typeof notConfiguredTexts)["en"];

/** What a missing setting looks like, where the problem itself does not say so. */
const forms: Readonly<Record<string, string>> = {
  TWILIO_ACCOUNT_SID: "AC and 32 hexadecimal digits",
  TWILIO_AUTH_TOKEN: "at least 32 characters",
  TWILIO_API_KEY: "SK and 32 hexadecimal digits",
  TWILIO_API_SECRET: "at least 32 characters",
  TWILIO_TWIML_APP_SID: "AP and 32 hexadecimal digits",
  NEXTAUTH_SECRET: "at least 32 random characters",
};

/** One setting. What is wrong with it is written in English in each language, as the log writes it. */
function item(problem: string, t: Texts): string {
  const [, name = "", text = ""] = /^(\w+): (.*)$/s.exec(problem) ?? [undefined, "", problem];
  const missing = /^missing\b/.test(text);
  const detail = (missing && forms[name]) || text.replace(/^missing\s*/, "").replace(/^\((.*)\)$/s, "$1");
  return [
    `<li><p><code>${escapeHtml(name)}</code> <strong>${missing ? t.missing : t.wrong}</strong></p>`,
    detail && `<p class="detail" lang="en">${escapeHtml(detail)}</p>`,
    "</li>",
  ].join("");
}

function steps(problems: readonly string[], t: Texts): string[] {
  const isOf = (names: RegExp) => problems.some((problem) => names.test(problem));
  const command = (text: string) => `<code>${text}</code>`;
  const found: string[] = [];
  if (isOf(/^(TWILIO_|NEXTAUTH_SECRET)/)) {
    found.push(
      `${t.provision.replace("{command}", command(provision))} ${t.provisionVercel.replace("{command}", command(`${provision} -- --vercel`))}`,
    );
  }
  if (isOf(/^DATABASE_URL/)) found.push(t.database);
  if (found.length === 0) found.push(t.other);
  return [...found, t.again];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The colours are those of `app/globals.css`. */
const style = `
:root { color-scheme: light dark; --paper: oklch(0.974 0.005 160); --surface: oklch(1 0 0); --ink: oklch(0.25 0.022 172);
  --soft: oklch(0.485 0.018 172); --hairline: oklch(0.905 0.008 165); --sunken: oklch(0.952 0.007 160);
  --amber-text: oklch(0.49 0.105 62); --amber-wash: oklch(0.962 0.038 85); }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(0.178 0.011 172); --surface: oklch(0.212 0.013 172);
  --ink: oklch(0.955 0.006 165); --soft: oklch(0.725 0.014 168); --hairline: oklch(0.288 0.013 172);
  --sunken: oklch(0.255 0.013 172); --amber-text: oklch(0.84 0.12 82); --amber-wash: oklch(0.3 0.045 75); } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 16px/1.6 ui-sans-serif, system-ui, sans-serif;
  padding: max(2.5rem, 8vh) 1.25rem 3rem; overflow-wrap: break-word; }
main { max-width: 42rem; margin: 0 auto; }
.name { color: var(--soft); font-size: 0.9375rem; font-weight: 500; }
h1 { font-size: 1.75rem; line-height: 1.25; letter-spacing: -0.01em; margin-top: 0.25rem; text-wrap: balance; }
.lead { color: var(--soft); margin-top: 0.75rem; }
h2 { font-size: 1rem; margin-top: 2.25rem; }
ul { list-style: none; padding: 0; margin-top: 0.75rem; background: var(--surface); border: 1px solid var(--hairline);
  border-radius: 1rem; }
ul > li { padding: 0.875rem 1.125rem; }
ul > li + li { border-top: 1px solid var(--hairline); }
li p:first-child { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline;
  justify-content: space-between; }
code { font: 0.875em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
ul code { font-weight: 600; }
ol code { background: var(--sunken); border-radius: 0.375rem; padding: 0.125rem 0.375rem; }
strong { font-size: 0.8125rem; font-weight: 600; color: var(--amber-text); background: var(--amber-wash);
  border-radius: 99px; padding: 0.0625rem 0.625rem; white-space: nowrap; }
.detail { color: var(--soft); font-size: 0.9375rem; margin-top: 0.25rem; }
ol { padding-left: 1.375rem; margin-top: 0.75rem; }
ol > li + li { margin-top: 0.625rem; }
li::marker { color: var(--soft); }
.documents { color: var(--soft); font-size: 0.9375rem; margin-top: 2rem; }
`;
