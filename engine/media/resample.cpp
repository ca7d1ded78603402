#include "engine/media/resample.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace fp {
namespace {

// Mitchell-Netravali, B = C = 1/3, scaled by 18. Only IEEE + - * on doubles: the same bits everywhere
// (floor and ceil below are exact too).
double mitchell(double x) {
  if (x < 0) x = -x;
  if (x < 1) return (21 * x - 36) * x * x + 16;
  if (x < 2) return ((-7 * x + 36) * x - 60) * x + 32;
  return 0;
}

// Catmull-Rom, B = 0, C = 1/2, scaled by 2.
double catmull_rom(double x) {
  if (x < 0) x = -x;
  if (x < 1) return (3 * x - 5) * x * x + 2;
  if (x < 2) return ((-x + 5) * x - 8) * x + 4;
  return 0;
}

// Doubles to integers that sum to exactly 1 << kWeightBits: each rounded, the remainder given to the largest.
void quantise(const std::vector<double>& exact, int16_t* out) {
  double sum = 0;
  for (const double w : exact) sum += w;
  int remainder = 1 << kWeightBits;
  size_t largest = 0;
  for (size_t i = 0; i < exact.size(); ++i) {
    const double scaled = exact[i] / sum * (1 << kWeightBits);
    const int rounded = scaled < 0 ? -static_cast<int>(0.5 - scaled) : static_cast<int>(scaled + 0.5);
    out[i] = static_cast<int16_t>(rounded);
    remainder -= rounded;
    if (exact[i] > exact[largest]) largest = i;
  }
  out[largest] = static_cast<int16_t>(out[largest] + remainder);
}

// Pairs of weights as _mm_madd_epi16 wants them: low half for the first texel, high half for the second.
__m128i weight_pair(const int16_t* w) {
  int32_t both;
  std::memcpy(&both, w, sizeof both);
  return _mm_set1_epi32(both);
}

// One row of the column pass: `bytes` channel values from rows[0..taps), to int16 with 6 fraction bits. SSE2 is the
// baseline of x86-64, and these are exact integer operations: madd adds two 16x16-bit products in 32 bits.
void filter_columns(const uint8_t* const* rows, const int16_t* weights, int taps, size_t bytes, int16_t* out) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i half = _mm_set1_epi32(1 << 7);
  size_t x = 0;
  for (; x + 16 <= bytes; x += 16) {
    __m128i sum[4] = {half, half, half, half};
    for (int t = 0; t < taps; t += 2) {
      const __m128i w = weight_pair(weights + t);
      const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[t] + x));
      const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[t + 1] + x));
      const __m128i low = _mm_unpacklo_epi8(a, b), high = _mm_unpackhi_epi8(a, b);
      sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(_mm_unpacklo_epi8(low, zero), w));
      sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(_mm_unpackhi_epi8(low, zero), w));
      sum[2] = _mm_add_epi32(sum[2], _mm_madd_epi16(_mm_unpacklo_epi8(high, zero), w));
      sum[3] = _mm_add_epi32(sum[3], _mm_madd_epi16(_mm_unpackhi_epi8(high, zero), w));
    }
    for (__m128i& s : sum) s = _mm_srai_epi32(s, 8);
    auto* to = reinterpret_cast<__m128i*>(out + x);
    _mm_storeu_si128(to, _mm_packs_epi32(sum[0], sum[1]));
    _mm_storeu_si128(to + 1, _mm_packs_epi32(sum[2], sum[3]));
  }
  for (; x < bytes; ++x) {
    int32_t sum = 1 << 7;
    for (int t = 0; t < taps; ++t) sum += weights[t] * rows[t][x];
    out[x] = static_cast<int16_t>(sum >> 8);
  }
}

// The row pass: `in` has four int16 a texel, readable `taps` texels past every start.
void filter_row(const int16_t* in, const ResampleWeights& across, uint32_t* out) {
  const __m128i half = _mm_set1_epi32(1 << 19);
  const int16_t* weights = across.weights.data();
  for (size_t x = 0; x < across.start.size(); ++x, weights += across.taps) {
    const int16_t* texel = in + static_cast<size_t>(across.start[x]) * 4;
    __m128i sum = half;
    for (int t = 0; t < across.taps; t += 2) {
      const __m128i two = _mm_loadu_si128(reinterpret_cast<const __m128i*>(texel + t * 4));
      const __m128i pairs = _mm_unpacklo_epi16(two, _mm_srli_si128(two, 8));
      sum = _mm_add_epi32(sum, _mm_madd_epi16(pairs, weight_pair(weights + t)));
    }
    __m128i value = _mm_srai_epi32(sum, 20);
    value = _mm_packs_epi32(value, value);
    value = _mm_packus_epi16(value, value);  // clamps to 0..255
    const auto packed = static_cast<uint32_t>(_mm_cvtsi128_si32(value));
    const __m128i alpha = _mm_cvtsi32_si128(static_cast<int32_t>((packed >> 24) * 0x01010101u));
    out[x] = static_cast<uint32_t>(_mm_cvtsi128_si32(_mm_min_epu8(value, alpha)));
  }
}

}  // namespace

ResampleWeights resample_weights(int32_t source, int32_t target) {
  FP_ASSERT(target >= 1 && source >= 1);
  const double ratio = static_cast<double>(source) / target;
  const bool smaller = source >= target;
  const double width = smaller ? ratio : 1;  // of the kernel's unit, in texels
  const double radius = 2 * width;
  const auto window = static_cast<int32_t>(std::ceil(2 * radius));
  ResampleWeights result;
  result.taps = (std::min(window, source) + 1) & ~1;
  result.weights.resize(static_cast<size_t>(target) * static_cast<size_t>(result.taps));
  std::vector<double> exact;
  for (int32_t i = 0; i < target; ++i) {
    const double centre = (i + 0.5) * ratio - 0.5;
    const auto begin = static_cast<int32_t>(std::floor(centre - radius)) + 1;
    const int32_t first = std::clamp(begin, 0, source - 1);
    const int32_t last = std::clamp(begin + window - 1, 0, source - 1);
    exact.assign(static_cast<size_t>(last - first + 1), 0.0);
    for (int32_t j = begin; j < begin + window; ++j) {
      exact[static_cast<size_t>(std::clamp(j, first, last) - first)] +=
          smaller ? mitchell((j - centre) / width) : catmull_rom(j - centre);
    }
    result.start.push_back(first);
    quantise(exact, result.weights.data() + static_cast<size_t>(i) * static_cast<size_t>(result.taps));
  }
  return result;
}

Texels resampled(const Texels& source, int32_t width, int32_t height) {
  const ResampleWeights across = resample_weights(source.width, width);
  const ResampleWeights down = resample_weights(source.height, height);
  const auto source_width = static_cast<size_t>(source.width);
  Texels result{.width = width, .height = height, .data = {}, .opaque = source.opaque};
  result.data.resize(static_cast<size_t>(width) * static_cast<size_t>(height));

  std::vector<int16_t> line((source_width + static_cast<size_t>(across.taps)) * 4);  // zeros past the end
  std::vector<const uint8_t*> rows(static_cast<size_t>(down.taps));
  for (size_t y = 0; y < static_cast<size_t>(height); ++y) {
    for (int32_t t = 0; t < down.taps; ++t) {
      const int32_t row = std::min(down.start[y] + t, source.height - 1);  // past the end the weight is 0
      rows[static_cast<size_t>(t)] =
          reinterpret_cast<const uint8_t*>(source.data.data() + static_cast<size_t>(row) * source_width);
    }
    const int16_t* weights = down.weights.data() + y * static_cast<size_t>(down.taps);
    filter_columns(rows.data(), weights, down.taps, source_width * 4, line.data());
    filter_row(line.data(), across, result.data.data() + y * static_cast<size_t>(width));
  }
  return result;
}

int32_t level_side(int32_t side, int k) {
  // 2^(-k/2) = 2^-ceil(k/2) for even k, and sqrt(2) * 2^-ceil(k/2) for odd: sqrt(1/2) in 32 fraction bits, halved k/2
  // times.
  constexpr int64_t kSqrtHalf = 0xb504f334;
  const int64_t factor = k % 2 == 0 ? int64_t{1} << 32 : kSqrtHalf;
  const int shift = 32 + k / 2;
  const int64_t rounded = (side * factor + (int64_t{1} << (shift - 1))) >> shift;
  return static_cast<int32_t>(std::max<int64_t>(rounded, 1));
}

}  // namespace fp
