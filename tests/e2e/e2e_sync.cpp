// e2e_sync GRAY PCM NUM DEN: a byte a frame and mono 16 bit samples at 48 kHz, both decoded from one file. Flashes are
// frames that are bright after a dark one, clicks loud samples after 50 ms of quiet. Prints how many there are and the
// largest distance in microseconds; 1 where one has no partner within 1 ms or the lengths differ.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

std::string slurp(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string grey = slurp(argv[1]), bytes = slurp(argv[2]);
  const int64_t num = std::atoll(argv[3]), den = std::atoll(argv[4]);
  std::vector<int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  std::vector<double> flashes, clicks;  // seconds
  for (size_t i = 0; i < grey.size(); ++i) {
    const auto level = [&](size_t at) { return static_cast<uint8_t>(grey[at]); };
    if (level(i) > 150 && (i == 0 || level(i - 1) < 100))
      flashes.push_back(static_cast<double>(static_cast<int64_t>(i) * den) / static_cast<double>(num));
  }
  int64_t last = -1'000'000;
  for (int64_t i = 0; i < static_cast<int64_t>(samples.size()); ++i) {
    if (std::abs(samples[static_cast<size_t>(i)]) < 8000) continue;
    if (i - last > 2400) clicks.push_back(static_cast<double>(i) / 48000);
    last = i;
  }
  const auto frames = static_cast<int64_t>(grey.size());
  const int64_t expected = (2 * frames * den * 48000 + num) / (2 * num);
  double worst = 0;
  for (size_t i = 0; i < std::min(flashes.size(), clicks.size()); ++i)
    worst = std::max(worst, std::abs(flashes[i] - clicks[i]));
  std::printf("%zu flashes, %zu clicks, %.0f us, %lld frames, %zu samples (%lld)\n", flashes.size(), clicks.size(),
              worst * 1e6, static_cast<long long>(frames), samples.size(), static_cast<long long>(expected));
  const bool good = !flashes.empty() && flashes.size() == clicks.size() && worst <= 0.001 &&
                    static_cast<int64_t>(samples.size()) == expected;
  return good ? 0 : 1;
}
