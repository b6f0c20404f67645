import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { RightAddress } from "@/components/shell/right-address";
import { Boundary } from "@/components/ui/boundary";
import { Toaster } from "@/components/ui/toaster";
import { env } from "@/lib/env";
import { textsOfEveryPage } from "@/lib/i18n/page-texts";
import { Unsupported } from "./unsupported";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("name"), template: `%s · ${t("name")}` },
    description: t("tagline"),
    applicationName: t("name"),
    // In `public`, since Next would have browsers ask for icons in `app` again at each opening of a page.
    icons: {
      icon: { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
      apple: { url: "/apple-icon.png", type: "image/png", sizes: "180x180" },
    },
    appleWebApp: { capable: true, title: t("name"), statusBarStyle: "default" },
    // A username may look like a phone number, and must not become a link to call.
    formatDetection: { telephone: false },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f8f6" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1311" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, t] = await Promise.all([getLocale(), getMessages(), getTranslations("app")]);
  // After the locale, which needs a request: the configuration is not there when the app is built.
  const { origins, APP_URL } = env();
  return (
    <html lang={locale}>
      <head>
        {/* With credentials, so that the request has the cookie with the language. */}
        <link rel="manifest" href="/manifest.webmanifest" crossOrigin="use-credentials" />
      </head>
      <body className="bg-paper">
        <Unsupported />
        <NextIntlClientProvider messages={textsOfEveryPage(messages)}>
          <RightAddress origins={[...origins]} home={APP_URL} />
          {children}
          <Boundary>
            <Toaster label={t("name")} />
          </Boundary>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
