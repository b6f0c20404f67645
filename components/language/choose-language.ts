import { RequestError } from "@/components/api/request";
import { chooseLocale } from "@/lib/i18n/choose-locale";

/** Remembers a language on this device; the page comes back written in it. Throws RequestError. */
export async function chooseLanguage(locale: string): Promise<void> {
  try {
    await chooseLocale(locale);
  } catch (error) {
    // What `fetch` throws when no answer came.
    throw new RequestError(error instanceof TypeError ? "network" : "internal");
  }
}
