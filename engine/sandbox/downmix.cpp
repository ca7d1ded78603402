#include "engine/sandbox/downmix.hpp"

#include <fmt/format.h>

#include <cstring>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace fp::media {
namespace {

constexpr int kMaxChannels = 32;
constexpr double kHalfPower = 0.70710678118654752440;

template <class T>
T load(const uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

double sample(const AVFrame& frame, AVSampleFormat packed, bool planar, int channel, int at, int channels) {
  const uint8_t* plane = planar ? frame.extended_data[channel] : frame.extended_data[0];
  const size_t index = planar ? static_cast<size_t>(at)
                              : static_cast<size_t>(at) * static_cast<size_t>(channels) + static_cast<size_t>(channel);
  switch (packed) {
    case AV_SAMPLE_FMT_U8:
      return (plane[index] - 128) / 128.0;
    case AV_SAMPLE_FMT_S16:
      return load<int16_t>(plane + index * 2) / 32768.0;
    case AV_SAMPLE_FMT_S32:
      return load<int32_t>(plane + index * 4) / 2147483648.0;
    case AV_SAMPLE_FMT_FLT:
      return static_cast<double>(load<float>(plane + index * 4));
    default:
      return load<double>(plane + index * 8);
  }
}

struct Share {
  double left, right;
};

Share share_of(AVChannel channel, int channels, int number) {
  if (channels == 1) return {1, 1};
  switch (channel) {
    case AV_CHAN_FRONT_LEFT:
    case AV_CHAN_FRONT_LEFT_OF_CENTER:
    case AV_CHAN_STEREO_LEFT:
      return {1, 0};
    case AV_CHAN_FRONT_RIGHT:
    case AV_CHAN_FRONT_RIGHT_OF_CENTER:
    case AV_CHAN_STEREO_RIGHT:
      return {0, 1};
    case AV_CHAN_FRONT_CENTER:
      return {kHalfPower, kHalfPower};
    case AV_CHAN_SIDE_LEFT:
    case AV_CHAN_BACK_LEFT:
      return {kHalfPower, 0};
    case AV_CHAN_SIDE_RIGHT:
    case AV_CHAN_BACK_RIGHT:
      return {0, kHalfPower};
    case AV_CHAN_BACK_CENTER:
      return {0.5, 0.5};
    case AV_CHAN_LOW_FREQUENCY:
    case AV_CHAN_LOW_FREQUENCY_2:
      return {0, 0};
    default:
      break;
  }
  if (channels == 2) return number == 0 ? Share{1, 0} : Share{0, 1};  // a pair without names
  return {0, 0};
}

}  // namespace

Result<void> append_stereo(const AVFrame& frame, int first, int count, std::vector<double>& to) {
  const auto format = static_cast<AVSampleFormat>(frame.format);
  const AVSampleFormat packed = av_get_packed_sample_fmt(format);
  const bool planar = av_sample_fmt_is_planar(format) != 0;
  const int channels = frame.ch_layout.nb_channels;
  if (channels < 1 || channels > kMaxChannels)
    return damaged(fmt::format("sound of {} channels is not read", channels));
  if (packed != AV_SAMPLE_FMT_U8 && packed != AV_SAMPLE_FMT_S16 && packed != AV_SAMPLE_FMT_S32 &&
      packed != AV_SAMPLE_FMT_FLT && packed != AV_SAMPLE_FMT_DBL)
    return damaged("its samples are of a kind that is not read");
  AVChannelLayout usual{};
  const bool named =
      frame.ch_layout.order == AV_CHANNEL_ORDER_NATIVE || frame.ch_layout.order == AV_CHANNEL_ORDER_CUSTOM;
  if (!named) av_channel_layout_default(&usual, channels);
  Share shares[kMaxChannels];
  bool heard = false;
  for (int c = 0; c < channels; ++c) {
    const AVChannelLayout& layout = named ? frame.ch_layout : usual;
    shares[c] = share_of(av_channel_layout_channel_from_index(&layout, static_cast<unsigned>(c)), channels, c);
    heard |= shares[c].left != 0 || shares[c].right != 0;
  }
  av_channel_layout_uninit(&usual);
  if (!heard) return damaged(fmt::format("none of its {} channels is known", channels));
  const size_t begin = to.size();
  to.resize(begin + static_cast<size_t>(count) * 2);
  for (int i = 0; i < count; ++i) {
    double left = 0, right = 0;
    for (int c = 0; c < channels; ++c) {
      const double v = sample(frame, packed, planar, c, first + i, channels);
      left += v * shares[c].left;
      right += v * shares[c].right;
    }
    to[begin + static_cast<size_t>(i) * 2] = left;
    to[begin + static_cast<size_t>(i) * 2 + 1] = right;
  }
  return {};
}

}  // namespace fp::media
