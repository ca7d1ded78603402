# What the three sound scripts share: chance that is the same every time, a filter, and raw samples out.
package Sound;
use strict;
use warnings;

our $rate = 48000;

# A generator of numbers from -1 to 1.
sub chance {
  my $seed = shift;
  return sub { $seed = ($seed * 48271) % 2147483647; return $seed / 1073741823.5 - 1 };
}

# A state-variable filter: called with a sample, gives (low, band). frequency in Hz, q: how narrow.
sub filter {
  my ($frequency, $q) = @_;
  my $g = sin(3.14159265 * $frequency / $rate) / cos(3.14159265 * $frequency / $rate);
  my $k = 1 / $q;
  my $a1 = 1 / (1 + $g * ($g + $k));
  my ($a2, $a3) = ($g * $a1, $g * $g * $a1);
  my ($s1, $s2) = (0, 0);
  return sub {
    my $v3 = $_[0] - $s2;
    my $v1 = $a1 * $s1 + $a2 * $v3;
    my $v2 = $s2 + $a2 * $s1 + $a3 * $v3;
    $s1 = 2 * $v1 - $s1;
    $s2 = 2 * $v2 - $s2;
    return ($v2, $v1 * $k);
  };
}

# Writes channels (-1 to 1; a soft limit above 0.8) as 16 bits, interleaved.
sub write_pcm {
  my (@channels) = @_;
  binmode STDOUT;
  my $n = @{ $channels[0] };
  my $squeeze = sub { my $v = $_[0]; my $a = abs $v; return $v if $a <= 0.8; my $over = ($a - 0.8) / 0.2; return ($v < 0 ? -1 : 1) * (0.8 + 0.19 * $over / (1 + $over)) };
  for (my $i = 0; $i < $n; $i += 4096) {
    my $end = $i + 4095 < $n ? $i + 4095 : $n - 1;
    print pack 's<*', map { my $at = $_; map { int($squeeze->($_->[$at]) * 32767 + 32768.5) - 32768 } @channels } $i .. $end;
  }
}

1;
