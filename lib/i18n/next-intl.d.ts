import type en from "./en.json";
import type { Locale as OurLocale } from "./locales";

/** Makes every text key a checked type. */
declare module "next-intl" {
  interface AppConfig {
    Locale: OurLocale;
    Messages: typeof en;
  }
}
