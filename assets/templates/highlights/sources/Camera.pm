# A pinhole camera over the pitch. World: metres, x along the pitch (0 to 105), y away from the main stand (0 to 68), z up.
# Picture: pixels around the point looked at, y down, to a hundredth.
package Camera;
use strict;
use warnings;

sub dot { my ($a, $b) = @_; return $a->[0] * $b->[0] + $a->[1] * $b->[1] + $a->[2] * $b->[2] }
sub cross { my ($a, $b) = @_; return [map { my ($i, $j) = (($_ + 1) % 3, ($_ + 2) % 3); $a->[$i] * $b->[$j] - $a->[$j] * $b->[$i] } 0 .. 2] }
sub minus { my ($a, $b) = @_; return [map { $a->[$_] - $b->[$_] } 0 .. 2] }
sub unit { my ($a) = @_; my $n = sqrt(dot($a, $a)); return [map { $_ / $n } @$a] }
sub round { my $text = sprintf '%.2f', $_[0]; return $text eq '-0.00' ? '0.00' : $text }

sub new {
  my ($class, $eye, $look, $focal) = @_;
  my $forward = unit(minus($look, $eye));
  my $right = unit(cross($forward, [0, 0, 1]));
  return bless { eye => $eye, forward => $forward, right => $right, up => cross($right, $forward), focal => $focal }, $class;
}

# Metres before the camera, and pixels a metre there.
sub depth { my ($cam, @p) = @_; return dot(minus(\@p, $cam->{eye}), $cam->{forward}) }
sub scale { my ($cam, @p) = @_; return $cam->{focal} / depth($cam, @p) }

# Where a place is seen.
sub see {
  my ($cam, @p) = @_;
  my $d = minus(\@p, $cam->{eye});
  my $s = $cam->{focal} / dot($d, $cam->{forward});
  return (round(dot($d, $cam->{right}) * $s), round(-dot($d, $cam->{up}) * $s));
}

# Places as path data: a way, and a closed outline.
sub way { my ($cam, @places) = @_; return 'M' . join('L', map { join ' ', $cam->see(@$_) } @places) }
# An outline loses what is behind the camera.
sub outline {
  my ($cam, @places) = @_;
  my @kept;
  for my $i (0 .. $#places) {
    my ($a, $b) = @places[$i - 1, $i];
    my ($da, $db) = (depth($cam, @$a) - 2, depth($cam, @$b) - 2);
    push @kept, [map { $a->[$_] + ($b->[$_] - $a->[$_]) * $da / ($da - $db) } 0 .. 2] if $da * $db < 0;
    push @kept, $b if $db >= 0;
  }
  return @kept ? way($cam, @kept) . 'Z' : '';
}

# The mark of a line on the grass: as broad as paint, so that it thins out with distance.
sub line {
  my ($cam, $a, $b, $width) = @_;
  my ($dx, $dy) = ($b->[0] - $a->[0], $b->[1] - $a->[1]);
  my $n = sqrt($dx * $dx + $dy * $dy) / ($width // 0.14) * 2;
  my ($ox, $oy) = (-$dy / $n, $dx / $n);
  return $cam->outline([$a->[0] + $ox, $a->[1] + $oy, 0], [$b->[0] + $ox, $b->[1] + $oy, 0], [$b->[0] - $ox, $b->[1] - $oy, 0], [$a->[0] - $ox, $a->[1] - $oy, 0]);
}

sub circle_points { my ($c, $r, $from, $to, $n) = @_; return map { my $g = ($from + ($to - $from) * $_ / $n) * 3.14159265358979 / 180; [$c->[0] + $r * cos $g, $c->[1] + $r * sin $g, 0] } 0 .. $n }

# Part of a circle on the grass, from one angle to another in degrees; and a whole disc.
sub arc {
  my ($cam, $c, $r, $from, $to) = @_;
  my $n = int(abs($to - $from) / 6) + 4;
  return $cam->outline(circle_points($c, $r + 0.07, $from, $to, $n), circle_points($c, $r - 0.07, $to, $from, $n));
}
sub disc { my ($cam, $c, $r) = @_; my @p = circle_points($c, $r, 0, 360, 36); pop @p; return $cam->outline(@p) }

1;
