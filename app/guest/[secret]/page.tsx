import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { GuestPage } from "@/components/guest/guest-page";
import { linkForPage } from "@/lib/server/guests/link-for-page";
import { PageTexts } from "../../page-texts";

interface GuestLinkProps {
  params: Promise<{ secret: string }>;
}

/** Read once for the title and for the page. */
const readLink = cache(linkForPage);

export async function generateMetadata({ params }: GuestLinkProps): Promise<Metadata> {
  const [{ ownerName }, t] = await Promise.all([readLink((await params).secret), getTranslations("guest")]);
  return {
    title: ownerName === null ? t("overTitle") : t("title", { name: ownerName }),
    robots: { index: false, follow: false },
    // The address is the proof, and no other site is to learn it.
    referrer: "no-referrer",
  };
}

/** The page behind a guest link, for whoever has the address, signed in or not. */
export default async function GuestLink({ params }: GuestLinkProps) {
  const { secret } = await params;
  return (
    <PageTexts of={["guest", "auth"]}>
      <GuestPage secret={secret} {...(await readLink(secret))} />
    </PageTexts>
  );
}
