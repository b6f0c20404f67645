import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";

const look = "bg-amber-wash px-6 py-3 text-center text-[15px] text-amber-text";

/**
 * Says in words that this browser is too old, or runs no scripts. Without that the pages would just not react. The notice
 * is shown by public/browser-check.js in a browser older than `browserslist` in package.json names.
 */
export async function Unsupported() {
  const t = await getTranslations("unsupported");
  const policy = (await headers()).get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  return (
    <>
      <div id="unsupported-browser" role="alert" hidden suppressHydrationWarning className={look}>
        {t("old")}
      </div>
      <noscript>
        <p className={look}>{t("noScript")}</p>
      </noscript>
      <script async src="/browser-check.js" nonce={nonce} />
    </>
  );
}
