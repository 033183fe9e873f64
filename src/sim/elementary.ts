// SPDX-License-Identifier: MIT
/**
 * Natural logarithm and exponential function out of additions, multiplications and divisions only,
 * in a fixed order. ECMAScript lets an engine approximate `Math.log` and `Math.exp` as it likes;
 * IEEE 754 fixes the four operations and the square root, so these give the same bits everywhere.
 * The error is at most 2 units in the last place over the range that random numbers need.
 */

/** ln 2 in two parts; the first ends in zero bits, so that its small multiples are exact. */
const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18_014_398_509_481_984;

const scratch = new DataView(new ArrayBuffer(8));

/** ln(x) for positive x; -Infinity at 0, NaN below. */
export function naturalLog(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x < SMALLEST_NORMAL) return naturalLog(x * TWO_54) - 54 * LN2_HIGH - 54 * LN2_LOW;
  // x = m * 2^k with m between sqrt(1/2) and sqrt(2).
  scratch.setFloat64(0, x);
  const high = scratch.getUint32(0);
  let k = (high >>> 20) - 1023;
  scratch.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = scratch.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  // ln(m) = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.1716: the series in s^2.
  const f = m - 1;
  const s = f / (m + 1);
  const z = s * s;
  let sum = 1 / 23;
  for (let n = 21; n >= 3; n -= 2) sum = sum * z + 1 / n;
  // 2s = f - s f, so that only the small part is rounded.
  return k * LN2_HIGH + (f + (k * LN2_LOW + s * (2 * z * sum - f)));
}

/** e^x; 0 and Infinity beyond the range of a number. */
export function exponential(x: number): number {
  if (!(x < 709.79)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  // x = k ln 2 + r with |r| at most half of ln 2.
  const k = Math.floor(x / LN2_HIGH + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (r / n) * sum;
  // In two steps, since 2^k alone may leave the range of a number.
  const half = k >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

/** 2^k for k from -1022 to 1023, put together from its bits: `**` may be approximated too. */
function powerOfTwo(k: number): number {
  scratch.setUint32(0, (k + 1023) << 20);
  scratch.setUint32(4, 0);
  return scratch.getFloat64(0);
}
