"use client";

import { useEffect, useState } from "react";
import { createLater } from "./later";
import { LiveRegion } from "./live-region";
import { onToast, takeWaiting, toastLook } from "./toast";

const later = createLater(() => import("./sonner-toaster"));

/** As long as the library shows one. */
const shownMs = 4000;

/** Where toasts appear. What shows them is loaded with the first touch of the page, or with the first toast. */
export function Toaster({ label }: { label: string }) {
  const loaded = later.use();
  return loaded ? <loaded.SonnerToaster label={label} /> : <PlainToaster />;
}

/** Shows toasts where the library cannot be loaded: that the server does not answer must be said without the server. */
function PlainToaster() {
  const [text, setText] = useState("");

  useEffect(
    () =>
      onToast(async () => {
        if (!(await later.want())) setText(takeWaiting().join(" "));
      }),
    [],
  );

  useEffect(() => {
    if (text === "") return;
    const timer = setTimeout(() => setText(""), shownMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <div className="fixed inset-x-4 top-4 z-50 mx-auto max-w-96">
      <LiveRegion>{text && <p className={toastLook}>{text}</p>}</LiveRegion>
    </div>
  );
}
