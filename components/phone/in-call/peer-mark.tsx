"use client";

import { useTranslations } from "next-intl";
import { Username } from "@/components/ui/person-name";
import type { Peer } from "@/lib/phone/model/types";

/** What tells people of one name apart: the username, or that it is a guest. Nothing for an anonymous person. */
export function PeerMark({ peer, className }: { peer: Peer; className?: string }) {
  const t = useTranslations("app");
  if (peer.guest) return <span className={className}>{t("guest")}</span>;
  return peer.username !== null && <Username username={peer.username} {...(className && { className })} />;
}
