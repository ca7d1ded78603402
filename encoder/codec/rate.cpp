#include "encoder/codec/rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fp {

SegmentBuffer segment_buffer(const Recipe& r) {
  FP_ASSERT(r.buffer > 0);
  const double limit = r.rate == RateControl::constant ? r.kbps : r.max_kbps;
  const double seconds =
      static_cast<double>(r.segment * r.fps.den) / static_cast<double>(r.fps.num);  // of a whole segment
  const double filled = std::min(r.buffer / 4.0, limit * seconds / 8);
  SegmentBuffer b{.max_kbps = std::max(1, static_cast<int>(limit - filled / seconds)),
                  .kbit = std::max(1, r.buffer / 2)};
  b.filled = filled / b.kbit;
  b.kbps = std::min(r.kbps, b.max_kbps);
  return b;
}

std::string vbv_text(const Recipe& r) {
  if (r.buffer == 0) return r.max_kbps > 0 ? fmt::format(":vbv-maxrate={0}:vbv-bufsize={0}", r.max_kbps) : "";
  const SegmentBuffer b = segment_buffer(r);
  return fmt::format(":vbv-maxrate={}:vbv-bufsize={}:vbv-init={:.4f}", b.max_kbps, b.kbit, b.filled);
}

std::string_view name_of(RateControl rate) {
  constexpr std::array<std::string_view, 4> kNames = {"quality", "qp", "vbr", "cbr"};
  return kNames[static_cast<size_t>(rate)];
}

Errors rate_faults(const Recipe& r, const Codec& codec) {
  Errors errors;
  const auto wrong = [&](std::string message, std::string hint = {}) {
    errors.push_back({.fault = Fault::usage, .message = std::move(message), .hint = std::move(hint)});
  };
  const Rates& has = codec.rates;
  const bool rated = r.rate == RateControl::variable || r.rate == RateControl::constant;
  if (r.rate == RateControl::quantiser && !has.quantiser) {
    wrong(fmt::format("{} has no constant quantiser: leave out --qp", codec.encoder), "--crf asks for a quality");
  } else if (r.rate == RateControl::variable && !has.variable) {
    wrong(fmt::format("{} has no average bit rate: leave out --bitrate", codec.encoder));
  } else if (r.rate == RateControl::constant && !has.constant) {
    wrong(fmt::format("{} has no constant bit rate: leave out --cbr", codec.encoder),
          has.variable ? "--bitrate alone is met on average" : "");
  }
  if (rated != (r.kbps > 0)) wrong(fmt::format("{} needs a bit rate", name_of(r.rate)), "give --bitrate, such as 4M");
  if (rated && r.crf != 0) wrong("a bit rate and a quality exclude each other", "leave out --crf or --bitrate");
  if (r.max_kbps > 0 && r.rate == RateControl::quality && !has.cap)
    wrong(fmt::format("{} cannot limit the bit rate of a quality", codec.encoder),
          has.peak ? "give --bitrate too" : "leave out --max-bitrate");
  if (r.max_kbps > 0 && r.rate == RateControl::variable && !has.peak)
    wrong(fmt::format("{} takes no limit beside an average", codec.encoder), "leave out --max-bitrate");
  if (r.max_kbps > 0 && (r.rate == RateControl::quantiser || r.rate == RateControl::constant))
    wrong(fmt::format("{} has no limit of its own: leave out --max-bitrate", name_of(r.rate)));
  if (r.max_kbps > 0 && r.max_kbps < r.kbps)
    wrong(fmt::format("the highest bit rate {}k is below the average {}k", r.max_kbps, r.kbps));
  if (r.buffer > 0 && !has.peak) wrong(fmt::format("{} takes no buffer: leave out --buffer", codec.encoder));
  if (r.buffer > 0 && r.max_kbps == 0 && r.rate != RateControl::constant)
    wrong("a buffer is for a highest bit rate", "give --max-bitrate too, or --cbr");
  if (r.codec == "libx264" && r.rate == RateControl::quality && r.crf == 0 && r.buffer > 0)
    wrong("without loss there is no limit of the bit rate", "give a --crf from 1 on");
  if (r.rate == RateControl::constant && has.peak && r.buffer == 0) wrong("a constant bit rate needs a buffer");
  if (r.rate == RateControl::variable && r.max_kbps > 0 && r.buffer == 0) wrong("a highest bit rate needs a buffer");
  return errors;
}

}  // namespace fp
