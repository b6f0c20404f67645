"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Banner } from "../ui/banner";

interface RightAddressProps {
  /** The origins at which the app's pages work. */
  origins: readonly string[];
  /** The one of them to lead to. */
  home: string;
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Leads a page that is open at another address of the app to the same page at the right one. At the wrong one the
 * server refuses every change, such as a sign-in. The browser decides, since behind a proxy the server may not know
 * the address that the browser used.
 *
 * The right address may be this machine's own, which other machines cannot open. These get a sentence instead.
 */
export function RightAddress({ origins, home }: RightAddressProps) {
  const t = useTranslations("app");
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    const { origin, hostname, pathname, search, hash } = window.location;
    if (origins.includes(origin)) return;
    if (loopback.test(new URL(home).hostname) && !loopback.test(hostname)) setWrong(true);
    else window.location.replace(`${home}${pathname}${search}${hash}`);
  }, [origins, home]);
  if (!isWrong) return null;
  return (
    <div role="alert" className="p-3">
      <Banner>{t("wrongAddress", { address: home })}</Banner>
    </div>
  );
}
