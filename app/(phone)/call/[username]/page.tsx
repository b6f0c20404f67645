import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CallLinkPage } from "@/components/link/call-link-page";
import { readUsername, usernameSchema } from "@/lib/contracts";
import { requirePersonForPage } from "@/lib/server/auth";
import { PageTexts } from "../../../page-texts";

interface CallLinkProps {
  params: Promise<{ username: string }>;
}

/** Decodes the name in the address; text that is not a valid encoding is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export async function generateMetadata({ params }: CallLinkProps): Promise<Metadata> {
  const name = `@${readUsername(decode((await params).username))}`;
  return { title: (await getTranslations("link"))("title", { name }), robots: { index: false } };
}

export default async function CallLink({ params }: CallLinkProps) {
  const { username } = await params;
  const wanted = readUsername(decode(username));
  // The sign-in page says whom one is about to call, if it is a username.
  const path = usernameSchema.safeParse(wanted).success ? wanted : username;
  const me = await requirePersonForPage(`/call/${path}`);
  return (
    <PageTexts of={["link"]}>
      <CallLinkPage username={wanted} self={wanted === me.username} />
    </PageTexts>
  );
}
