"use client";

import { useTranslations } from "next-intl";
import type { PreflightSample } from "@/lib/phone/model/types";
import { formatFraction, formatMeasured } from "./format-measured";

const width = 480;
const height = 132;
const worst = 1;
const best = 4.5;
/** The test call is measured for 15 s; a longer one makes the rest narrower. */
const spanMs = 16_000;

const y = (mos: number) => height - 8 - ((Math.min(best, mos) - worst) / (best - worst)) * (height - 16);

/** The test call is the last check, at the bottom of the page, where its chart may be out of sight. */
function bringIntoView(figure: HTMLElement | null): void {
  figure?.scrollIntoView({ block: "nearest" });
}

/** The quality second by second, drawn while it is measured. */
export function QualityChart({ samples }: { samples: readonly PreflightSample[] }) {
  const t = useTranslations("diagnostics");
  const points = samples.flatMap(({ atMs, mos }) => (mos === null ? [] : [{ atMs, mos }]));
  const start = points[0]?.atMs ?? 0;
  const span = Math.max(spanMs, (points.at(-1)?.atMs ?? 0) - start);
  const path = points.map(({ atMs, mos }) => [((atMs - start) / span) * (width - 12) + 6, y(mos)] as const);
  const last = path.at(-1);
  return (
    <figure ref={bringIntoView} className="mt-4">
      <figcaption className="font-medium text-[13px] text-soft">{t("chartTitle")}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t("chartLabel")}
        className="mt-2 w-full rounded-2xl bg-sunken"
      >
        {[2, 3, 4].map((mos) => (
          <g key={mos}>
            <line x1="0" x2={width} y1={y(mos)} y2={y(mos)} className="stroke-hairline" strokeWidth="1" />
            <text x={width - 8} y={y(mos) - 4} textAnchor="end" className="fill-soft text-[10px]">
              {mos}
            </text>
          </g>
        ))}
        <polyline
          points={path.map((point) => point.join(",")).join(" ")}
          fill="none"
          className="stroke-green-text"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
        {last && <circle cx={last[0]} cy={last[1]} r="4.5" className="fill-green-text" />}
      </svg>
      <Numbers sample={samples.at(-1)} />
    </figure>
  );
}

function Numbers({ sample }: { sample: PreflightSample | undefined }) {
  const t = useTranslations("diagnostics");
  const rows = [
    [t("mos"), formatMeasured(sample?.mos, 1, "")],
    [t("rtt"), formatMeasured(sample?.rttMs, 0, " ms")],
    [t("jitter"), formatMeasured(sample?.jitterMs, 0, " ms")],
    [t("loss"), formatFraction(sample?.lossFraction)],
  ] as const;
  return (
    <dl className="mt-3 grid grid-cols-4 gap-2">
      {rows.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="truncate text-[13px] text-soft">{name}</dt>
          <dd className="font-semibold text-lg tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
