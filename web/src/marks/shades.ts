// A calm colour for a name: the same name has the same colour on every screen. Names stand beside it.
//
// The part before the first dot, dash or underline gives the hue, so that kin look alike; the rest the depth.

function hash(text: string): number {
  let value = 2166136261;
  for (let n = 0; n < text.length; ++n) value = Math.imul(value ^ text.charCodeAt(n), 16777619);
  return value >>> 0;
}

export function shadeOf(name: string): string {
  const [kin = name, ...rest] = name.split(/[._\-\s]/);
  const hue = (hash(kin) * 47) % 360;
  const depth = hash(rest.join()) % 3;
  return `light-dark(oklch(${0.56 + depth * 0.09} 0.085 ${hue}), oklch(${0.62 + depth * 0.08} 0.085 ${hue}))`;
}
