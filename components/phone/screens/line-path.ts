const points = [0, 20, 40, 60, 80, 100, 120] as const;
const middle = 30;

const round = (value: number) => Math.round(value * 10) / 10;

/**
 * The SVG path of a smooth line through heights at the points (a Catmull-Rom spline as cubic curves). Every path has the
 * same commands, so that CSS can move one into the next.
 */
function through(heights: readonly number[]): string {
  const last = heights.length - 1;
  const inside = (index: number) => heights[index] ?? middle;
  // Beyond its ends the line goes on straight.
  const at = (index: number) => {
    if (index < 0) return 2 * inside(0) - inside(1);
    return index > last ? 2 * inside(last) - inside(last - 1) : inside(index);
  };
  const steps = points.slice(1).map((x, index) => {
    const before = points[index] ?? 0;
    const third = (x - before) / 3;
    const leaving = at(index) + (at(index + 1) - at(index - 1)) / 6;
    const arriving = at(index + 1) - (at(index + 2) - at(index)) / 6;
    return `C${round(before + third)} ${round(leaving)} ${round(x - third)} ${round(arriving)} ${x} ${round(at(index + 1))}`;
  });
  return `M${points[0]} ${round(at(0))}${steps.join("")}`;
}

/** The path in silence: taut in a call, hanging otherwise. */
export function restingPath(taut: boolean): string {
  if (taut) return through(points.map(() => middle));
  return through(points.map((x) => 22 + 28 * (1 - (x / 60 - 1) ** 2)));
}

/** The path during speech. `level`: 0 to 1. The swing is widest near the louder person: on the left if it is `mine`. */
export function soundingPath(level: number, mine: boolean): string {
  const swing = Math.min(1, level * 1.6) * 24;
  const heights = points.map((x, index) => {
    const along = x / 120;
    const nearness = mine ? 1 - along * 0.6 : 0.4 + along * 0.6;
    const ends = Math.sin(along * Math.PI) ** 0.6;
    return middle + (index % 2 === 0 ? -1 : 1) * swing * nearness * ends;
  });
  return through(heights);
}
