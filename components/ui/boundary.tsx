"use client";

import { useTranslations } from "next-intl";
import { Component, type ReactNode } from "react";
import { Button } from "./button";

interface BoundaryProps {
  /** Shown in place of `children` once they have failed to render; nothing by default. */
  fallback?: ReactNode | ((retry: () => void) => ReactNode);
  /** When it changes, `children` are tried again. */
  resetKey?: string;
  children: ReactNode;
}

/**
 * Keeps an error in one part of a page from taking the others with it. A class, since React offers this to classes
 * only.
 */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate({ resetKey }: BoundaryProps): void {
    if (this.state.failed && resetKey !== this.props.resetKey) this.retry();
  }

  private readonly retry = () => this.setState({ failed: false });

  override render(): ReactNode {
    const { children, fallback = null } = this.props;
    if (!this.state.failed) return children;
    return typeof fallback === "function" ? fallback(this.retry) : fallback;
  }
}

/** A part of a page, in whose place stands a short notice if it fails. */
export function Part({ resetKey, children }: Pick<BoundaryProps, "resetKey" | "children">) {
  return (
    <Boundary resetKey={resetKey} fallback={(retry) => <PartFailure onTryAgain={retry} />}>
      {children}
    </Boundary>
  );
}

function PartFailure({ onTryAgain }: { onTryAgain: () => void }) {
  const t = useTranslations();
  return (
    <div className="grid justify-items-center gap-3 text-center text-sm">
      <p>{t("pages.partFailed")}</p>
      <Button size="small" tone="outline" onClick={onTryAgain}>
        {t("app.tryAgain")}
      </Button>
    </div>
  );
}
