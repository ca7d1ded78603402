# A play: who runs where, and where the ball is. Plays are text files; plays/cross.play says how they are written.
package Play;
use strict;
use warnings;

# Reads a play. side "left": mirrored, so that the goal at x = 0 is attacked.
sub read {
  my ($file, $side) = @_;
  my %play = (players => {}, ball => []);
  my $flip = $side eq 'left' ? sub { 105 - $_[0] } : sub { $_[0] };
  open my $in, '<', $file or die "$file: $!\n";
  while (my $line = <$in>) {
    $line =~ s/#.*//;
    my ($name, $rest) = $line =~ /^\s*(\S+)\s+(.*\S)/ or next;
    if ($name eq 'ball') {
      my @w = split ' ', $rest;
      my %touch = (t => shift @w);
      my $who = shift @w;
      if ($who eq 'at') { $touch{at} = [$flip->(shift @w), shift @w, shift @w] } else { $touch{p} = $who }
      while (@w) {
        my $key = shift @w;
        $touch{$key} = $key =~ /^(loft|bend)$/ ? shift @w : 1;
      }
      $touch{bend} = -$touch{bend} if $touch{bend} && $side eq 'left';
      push @{ $play{ball} }, \%touch;
    } elsif ($name =~ /^[ab]\d+$/) {
      my ($run, @more) = split /\s*;\s*/, $rest;
      my %player = (team => substr($name, 0, 1), n => substr($name, 1));
      $player{run} = [map { my ($t, $x, $y) = split ' '; [$t, $flip->($x), $y] } split /\s*\|\s*/, $run];
      for (@more) { my ($key, @values) = split ' '; $player{$key} = @values ? \@values : 1 }
      $play{players}{$name} = \%player;
    } else {
      my @parts = map { [split ' '] } split /\s*\|\s*/, $rest;
      $play{$name} = @parts > 1 ? \@parts : @{ $parts[0] } > 1 ? $parts[0] : $parts[0][0];
    }
  }
  $play{$_} = [$flip->($play{$_}[0]), @{ $play{$_} }[1, 2]] for qw(eye look);
  $play{side} = $side;
  return \%play;
}

# Between entries [t, v]: eased.
sub between {
  my ($list, $t) = @_;
  my $i = 0;
  $i++ while $i < $#$list - 1 && $list->[$i + 1][0] <= $t;
  my ($a, $b) = @$list[$i, $i + 1];
  my $u = ($t - $a->[0]) / ($b->[0] - $a->[0]);
  $u = $u < 0 ? 0 : $u > 1 ? 1 : $u;
  return $a->[1] + ($b->[1] - $a->[1]) * $u * $u * (3 - 2 * $u);
}

# A smooth curve through the places of a run (cubic Hermite, slopes from the neighbours), at rest after its end.
sub place {
  my ($run, $t) = @_;
  my $n = @$run;
  return @{ $run->[0] }[1, 2] if $n == 1 || $t <= $run->[0][0];
  return @{ $run->[-1] }[1, 2] if $t >= $run->[-1][0];
  my $i = 0;
  $i++ while $run->[$i + 1][0] <= $t;
  my ($a, $b) = @$run[$i, $i + 1];
  my $h = $b->[0] - $a->[0];
  my $u = ($t - $a->[0]) / $h;
  my $slope = sub {
    my ($j, $k) = @_;
    return 0 if $j == $n - 1;
    my ($p, $q) = $j == 0 ? @$run[0, 1] : @$run[$j - 1, $j + 1];
    return ($q->[$k] - $p->[$k]) / ($q->[0] - $p->[0]);
  };
  return map {
    $a->[$_] * (2 * $u**3 - 3 * $u**2 + 1) + $slope->($i, $_) * $h * ($u**3 - 2 * $u**2 + $u)
      + $b->[$_] * (3 * $u**2 - 2 * $u**3) + $slope->($i + 1, $_) * $h * ($u**3 - $u**2)
  } 1, 2;
}

# Metres a second, over a tenth of one: (vx, vy, how fast).
sub speed {
  my ($run, $t) = @_;
  my ($x0, $y0) = place($run, $t - 0.05);
  my ($x1, $y1) = place($run, $t + 0.05);
  my ($vx, $vy) = (($x1 - $x0) * 10, ($y1 - $y0) * 10);
  return ($vx, $vy, sqrt($vx * $vx + $vy * $vy));
}

sub feet {
  my ($play, $who, $t) = @_;
  my $run = $play->{players}{$who}{run};
  my ($x, $y) = place($run, $t);
  my ($vx, $vy, $v) = speed($run, $t);
  my $n = $v < 0.4 ? 0.4 : $v;
  return ($x + $vx / $n * 0.75, $y + $vy / $n * 0.75 - 0.15, 0);
}

sub touched { my ($play, $e) = @_; return $e->{at} ? @{ $e->{at} } : feet($play, $e->{p}, $e->{t}) }

# Where the ball is: (x, y, z).
sub ball {
  my ($play, $t) = @_;
  my $touches = $play->{ball};
  my $i = 0;
  $i++ while $i < $#$touches && $touches->[$i + 1]{t} <= $t;
  my $e = $touches->[$i];
  return touched($play, $e) if $i == $#$touches;
  my $next = $touches->[$i + 1];
  if ($e->{carry}) {  # every stride pushes it on a little
    my @f = feet($play, $e->{p}, $t);
    my ($vx, $vy, $v) = speed($play->{players}{ $e->{p} }{run}, $t);
    my $min = sub { $_[0] < 1 ? $_[0] : 1 };
    my $wave = 0.22 * (1 + sin(($t - $e->{t}) * 11)) * $min->(($next->{t} - $t) * 4) * $min->(($t - $e->{t}) * 4) / ($v < 1 ? 1 : $v);
    return ($f[0] + $vx * $wave, $f[1] + $vy * $wave, 0);
  }
  my @a = touched($play, $e);
  my @b = touched($play, $next);
  my $w = ($t - $e->{t}) / ($next->{t} - $e->{t});
  $w = 0 if $w < 0;
  my $u = $e->{loft} || $e->{even} ? $w : 1 - (1 - $w)**1.3;
  my $arch = 4 * $u * (1 - $u);
  my ($dx, $dy) = ($b[0] - $a[0], $b[1] - $a[1]);
  my $d = sqrt($dx * $dx + $dy * $dy) || 1;
  my ($bend, $rise) = map { ($e->{$_} // 0) * $arch } qw(bend loft);
  my $z = $a[2] + ($b[2] - $a[2]) * $u + $rise;
  return ($a[0] + $dx * $u - $dy / $d * $bend, $a[1] + $dy * $u + $dx / $d * $bend, $z < 0 ? 0 : $z);
}

1;
