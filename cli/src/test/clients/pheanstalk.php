<?php
// What a PHP program that uses Pheanstalk sees of a server: prints a line for each step. Without a port it only finds out whether the library is there.
use Pheanstalk\JobId;
use Pheanstalk\Pheanstalk;

require 'Pheanstalk/autoload.php';
if ($argc < 2) {
    exit(0);
}

/** A reply, or the error that the library makes of it. */
function step(string $name, callable $call): void
{
    try {
        $result = $call();
        if ($result instanceof \Pheanstalk\Job) {
            $result = [$result->getId(), $result->getData()];
        } elseif ($result instanceof Pheanstalk) { // the library does not say what the server answered
            $result = $result->listTubesWatched();
        }
        echo "$name: ", json_encode($result, JSON_THROW_ON_ERROR), "\n";
    } catch (\Pheanstalk\Exception $e) {
        echo "$name: ", get_class($e), ' ', $e->getMessage(), "\n";
    }
}

function stats(string $name, iterable $entries): void
{
    foreach ($entries as $key => $value) {
        echo "$name $key: $value\n";
    }
}

$a = Pheanstalk::create('127.0.0.1', (int) $argv[1]);
$b = Pheanstalk::create('127.0.0.1', (int) $argv[1]);
$reserveAndDelete = function (int $seconds) use ($a) {
    $job = $a->reserveWithTimeout($seconds);
    $a->delete($job);
    return $job;
};

step('list-tube-used', fn() => $a->listTubeUsed(true));
step('use', fn() => $a->useTube('mail')->listTubeUsed(true));
step('watch', fn() => $a->watch('mail'));
step('ignore', fn() => $a->ignore('default'));
step('ignore the last', fn() => $a->ignore('mail'));
step('list-tubes-watched', fn() => $a->listTubesWatched(true));
step('a name that is none', fn() => $a->watch('-a'));
step('tube names', fn() => $a->watch('a-b_(1)+/;.$')->watch('007')->listTubesWatched(true));
step('ignore both', fn() => $a->ignore('a-b_(1)+/;.$')->ignore('007')->listTubesWatched(true));

step('put low', fn() => $a->put('low', 4294967295, 0, 60));
step('put first', fn() => $a->put('first', 10, 0, 60));
step('put second', fn() => $a->put('second', 10, 0, 60));
step('peek', fn() => $a->peek(new JobId(3)));
step('peek-ready', fn() => $a->peekReady());
for ($i = 0; $i < 3; $i++) {
    step('reserve and delete', fn() => $reserveAndDelete(0));
}
step('reserve from an empty tube', fn() => $a->reserveWithTimeout(0));
step('reserve for a second in vain', fn() => $a->reserveWithTimeout(1));

$binary = str_repeat(implode('', array_map('chr', range(0, 255))), 4) . "\r\n";
step('put binary', fn() => $a->put($binary)->getId());
step('reserve binary', fn() => $reserveAndDelete(0)->getData() === $binary);
step('put empty', fn() => $a->put(''));
step('reserve empty', fn() => $reserveAndDelete(0));
step('put the largest', fn() => $a->put(str_repeat('x', 65535))->getId());
step('reserve the largest', fn() => strlen($reserveAndDelete(0)->getData()));
step('put one byte more', fn() => $a->put(str_repeat('x', 65536))->getId());
step('the connection goes on', fn() => $a->put("after \u{1F4E7}"));
step('reserve text', fn() => $reserveAndDelete(0));

$none = new JobId(99);
step('unknown: delete', fn() => $a->delete($none));
step('unknown: release', fn() => $a->release($none, 1, 0));
step('unknown: bury', fn() => $a->bury($none));
step('unknown: touch', fn() => $a->touch($none));
step('unknown: kick-job', fn() => $a->kickJob($none));
step('unknown: peek', fn() => $a->peek($none));
step('unknown: stats-job', fn() => $a->statsJob($none));
step('unknown: stats-tube', fn() => $a->statsTube('none'));
step('unknown: pause-tube', fn() => $a->pauseTube('none', 1));
step('peek-ready of nothing', fn() => $a->peekReady());
step('peek-delayed of nothing', fn() => $a->peekDelayed());
step('peek-buried of nothing', fn() => $a->peekBuried());
step('kick nothing', fn() => $a->kick(5));

$delayed = $a->put('delayed', 5, 1, 120);
step('peek-delayed', fn() => $a->peekDelayed());
step('reserve waits for the delay', fn() => $a->reserve());
step('touch', fn() => $a->touch($delayed));
step('release', fn() => $a->release($delayed, 7, 1000));
stats('stats-job', $a->statsJob($delayed));
step('kick-job', fn() => $a->kickJob($delayed));
step('kick-job again', fn() => $a->kickJob($delayed));
step('reserve', fn() => $a->reserveWithTimeout(0));
step('bury', fn() => $a->bury($delayed, 3));
step('peek-buried', fn() => $a->peekBuried());
stats('stats-job', $a->statsJob($delayed));
step('touch of a buried one', fn() => $a->touch($delayed));
step('kick', fn() => $a->kick(9));
step('reserve', fn() => $a->reserveWithTimeout(0));
step('of another connection', fn() => $b->delete($delayed));
step('delete', fn() => $a->delete($delayed));

unset($b); // which closes it

step('put into a paused tube', fn() => $a->put('paused'));
step('pause-tube', fn() => $a->pauseTube('mail', 1000));
step('reserve from a paused tube', fn() => $a->reserveWithTimeout(0));
stats('stats-tube', $a->statsTube('mail'));
step('resume', fn() => $a->resumeTube('mail'));
step('reserve', fn() => $a->reserveWithTimeout(0));
stats('stats-tube', $a->statsTube('mail'));
$a->useTube('other')->put('kept', 5, 1000);
$tubes = $a->listTubes();
sort($tubes);
step('list-tubes', fn() => $tubes);
stats('stats', $a->stats());
