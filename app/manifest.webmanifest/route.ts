import type { MetadataRoute } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { publicRoute } from "@/lib/server/routes/public-route";

/**
 * What a browser needs to install the phone as an app, in the language of the person who installs it. A route instead of
 * Next's `manifest.ts`, whose link would ask for it without the cookie that has the language.
 */
export const GET = publicRoute(async () => Response.json(await manifest(), { headers }));

const headers = { "Content-Type": "application/manifest+json", "Cache-Control": "private, no-cache" };

async function manifest(): Promise<MetadataRoute.Manifest> {
  const [t, locale] = await Promise.all([getTranslations("app"), getLocale()]);
  return {
    id: "/",
    name: t("name"),
    short_name: t("shortName"),
    description: t("tagline"),
    lang: locale,
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f5f8f6",
    theme_color: "#16241f",
    categories: ["communication", "social"],
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
