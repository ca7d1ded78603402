# What stands still: grass, lines, boards, stands, goals, as layers.
package Stadium;
use strict;
use warnings;
use Camera;

sub path { my ($d, $fill, %more) = @_; return { type => 'shape', shape => 'path', d => $d, fill => $fill, %more } }
sub ground { my ($x0, $y0, $x1, $y1) = @_; return ([$x0, $y0, 0], [$x1, $y0, 0], [$x1, $y1, 0], [$x0, $y1, 0]) }

sub grass {
  my ($cam) = @_;
  my @layers = (path($cam->outline(ground(-8, -30, 113, 75)), '#1d4d3a'));
  push @layers, path($cam->outline(ground($_ * 5.25, 0, $_ * 5.25 + 5.25, 68)), $_ % 2 ? '#2b7250' : '#32805a') for 0 .. 19;
  push @layers, path($cam->outline(ground(@$_)), '#276648') for [-3, -3, 108, 0], [-3, 68, 108, 71], [-3, 0, 0, 68], [105, 0, 108, 68];
  @layers = grep { $_->{d} } @layers;
  return @layers;
}

sub lines {
  my ($cam) = @_;
  my $d = '';
  my $mark = sub { $d .= $cam->line(@_) };
  $mark->([0, 0], [105, 0]), $mark->([105, 0], [105, 68]), $mark->([105, 68], [0, 68]), $mark->([0, 68], [0, 0]), $mark->([52.5, 0], [52.5, 68]);
  $d .= $cam->arc([52.5, 34], 9.15, 0, 360);
  for my $side (0, 1) {
    my $X = sub { $side ? 105 - $_[0] : $_[0] };
    for my $box ([16.5, 13.84, 54.16], [5.5, 24.84, 43.16]) {
      my ($x, $y0, $y1) = ($X->($box->[0]), @$box[1, 2]);
      $mark->([$X->(0), $y0], [$x, $y0]), $mark->([$x, $y0], [$x, $y1]), $mark->([$x, $y1], [$X->(0), $y1]);
    }
    $d .= $cam->disc([$X->(11), 34], 0.2);
    $d .= $side ? $cam->arc([94, 34], 9.15, 127, 233) : $cam->arc([11, 34], 9.15, -53, 53);
    $d .= $side ? $cam->arc([105, 0], 1, 90, 180) . $cam->arc([105, 68], 1, 180, 270) : $cam->arc([0, 0], 1, 0, 90) . $cam->arc([0, 68], 1, 270, 360);
  }
  return path($d, '#eaf3ea', opacity => 0.82);
}

# Fixed "chance" from 0 to 1: the same crowd every time.
my $seed = 1;
sub chance { $seed = ($seed * 16807) % 2147483647; return $seed / 2147483647 }

# People on a slope: from a to b, `out` metres back and up to `rise`, in rows.
sub stand {
  my ($cam, $tones, $a, $b, $out, $rise, $seats, $rows) = @_;
  my $spot = sub { my ($u, $v) = @_; return ((map { $a->[$_] + ($b->[$_] - $a->[$_]) * $u + $out->[$_] * $v } 0, 1), 1.4 + ($rise - 1.4) * $v) };
  my @people = ('') x @$tones;
  for my $row (reverse 0 .. $rows - 1) {
    for my $seat (0 .. $seats - 1) {
      next if chance() < 0.12;
      my @at = $spot->(($seat + 0.5 + 0.5 * (chance() - 0.5)) / $seats, ($row + 0.4) / $rows);
      next if $cam->depth(@at) < 3;
      my ($x, $y) = $cam->see(@at);
      my $r = $cam->scale(@at) * (0.32 + 0.1 * chance());
      my $put = sub { join 'L', map { Camera::round($x + $_->[0] * $r) . ' ' . Camera::round($y + $_->[1] * $r) } @_ };
      $people[int(chance() * @$tones)] .= 'M' . $put->([-1.3, 1.8], [-1.2, 0], [-0.6, -0.5], [-0.7, -1.3], [0, -1.9], [0.7, -1.3], [0.6, -0.5], [1.2, 0], [1.3, 1.8]) . 'Z';
    }
  }
  return (
    path($cam->outline([$spot->(0, 0)], [$spot->(1, 0)], [$spot->(1, 1.1)], [$spot->(0, 1.1)]), '#0f1826'),
    map { path($people[$_], $tones->[$_], opacity => 0.42) } grep { $people[$_] } 0 .. $#$tones
  );
}

# Boards with light in the clubs' colours: along the far touchline and behind both goals.
sub boards {
  my ($cam, $from, $to, @colors) = @_;
  my $wall = sub { my ($a, $b, $z0, $z1) = @_; return $cam->outline([@$a, $z0], [@$b, $z0], [@$b, $z1], [@$a, $z1]) };
  my @layers = (path($wall->($from, $to, 0, 1.3), '#0a101a'));
  my $length = abs($to->[0] - $from->[0]) + abs($to->[1] - $from->[1]);
  my $n = int($length / 8);
  for my $i (0 .. $n - 1) {
    my @end = map { my $u = $_; [map { $from->[$_] + ($to->[$_] - $from->[$_]) * $u } 0, 1] } $i / $n + 0.002, ($i + 1) / $n - 0.002;
    push @layers, path($wall->(@end, 0.12, 1.18), $i % 3 == 2 ? '#e9edf0' : $colors[$i % 2], opacity => $i % 3 == 2 ? 0.75 : 0.9);
  }
  return grep { $_->{d} } @layers;
}

# All that is behind the players; only what the attacked side needs.
sub surroundings {
  my ($cam, $side, @colors) = @_;
  my @tones = ('#20304a', '#36425a', '#59616f', '#c3bdb0', '#8f3f35', $colors[0], $colors[0], $colors[1]);
  $seed = 20;
  my @ends = $side eq 'left' ? ([-9, 76], [-9, -6], [-22, 0]) : ([114, 76], [114, -6], [22, 0]);
  return (
    grass($cam),
    # Out of focus, as a camera on the pitch sees them.
    { type => 'group', effects => [{ type => 'blur', radius => 1.5 }], children => [stand($cam, \@tones, [-12, 76], [117, 76], [0, 24], 17, 84, 12), stand($cam, \@tones, @ends, 15, 54, 10)] },
    boards($cam, [-8, 74], [113, 74], @colors), boards($cam, [$ends[0][0] < 0 ? -8 : 113, 74], [$ends[0][0] < 0 ? -8 : 113, -4], @colors), lines($cam),
  );
}

# A goal with its net, which a ball at { t, y, z } bulges. The side 0 is at x = 0.
sub goal {
  my ($cam, $side, $hit) = @_;
  my $X = sub { $side ? 105 + $_[0] : -$_[0] };
  my ($y0, $y1, $top) = (30.34, 37.66, 2.44);
  # A place of the back of the net: u across, v from the bar (0) to the ground (1), pushed out by the ball.
  my $back = sub {
    my ($u, $v, $push) = @_;
    my ($y, $z) = ($y0 + ($y1 - $y0) * $u, $top * (1 - $v));
    my ($dy, $dz) = $hit ? (($y - $hit->{y}) / 1.3, ($z - $hit->{z}) / 0.9) : (9, 9);
    my $w = $push / (1 + 2 * $dy * $dy + 2 * $dz * $dz);
    return [$X->(1.1 + 0.9 * $v + $w), $y, $z + 0.12 * $w];
  };
  my $net = sub {
    my ($push) = @_;
    my @ways;
    for my $i (0 .. 20) { push @ways, [[$X->(0), $y0 + ($y1 - $y0) * $i / 20, $top], map { $back->($i / 20, $_ / 6, $push) } 0 .. 6] }
    for my $j (0 .. 6) { push @ways, [map { $back->($_ / 20, $j / 6, $push) } 0 .. 20] }
    for my $y ($y0, $y1) {
      push @ways, map { [[$X->(0), $y, $top * (1 - $_ / 6)], [$X->(1.1 + 0.15 * $_), $y, $top * (1 - $_ / 6)]] } 0 .. 6;
      push @ways, map { [[$X->(0.5 * $_), $y, 0], [$X->(0.275 * $_), $y, $top]] } 1 .. 4;
    }
    return join '', map { $cam->way(@$_) } @ways;
  };
  my $s = $cam->scale($X->(0), 34, 1);
  my @bulge = $hit ? (morph => { keys => [{ t => 0, v => 0 }, map { { t => $hit->{t} + $_->[0], v => $_->[1], ease => 'inOutSine' } } [0, 0], [0.1, 1], [0.36, 0.25], [0.62, 0.5], [1, 0.38]] }) : ();
  my $frame = $cam->way([$X->(0), $y0, 0], [$X->(0), $y0, $top], [$X->(0), $y1, $top], [$X->(0), $y1, 0]);
  return (
    path($cam->outline(ground($X->(0), $y0, $X->(2), $y1)), '#0d2b20', opacity => 0.35),
    { type => 'shape', shape => 'path', d => $hit ? [$net->(0), $net->(1)] : $net->(0), @bulge, opacity => 0.6, stroke => { color => '#f2f6f8', width => Camera::round($s * 0.035) } },
    { type => 'shape', shape => 'path', d => $frame, stroke => { color => '#ffffff', width => Camera::round($s * 0.15), join => 'round', cap => 'round' } },
  );
}

1;
