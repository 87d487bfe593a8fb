# What a Ruby program that uses beaneater sees of a server: prints a line for each step. Without a port it only finds out whether the library is there.
require 'beaneater'
exit if ARGV.empty?

port = ARGV[0]
$stdout.sync = true

# A reply, or the error that the library makes of it.
def step(name)
  result = yield
  result = result.body if result.is_a?(Beaneater::Job)
  result = result.map { |k, v| [k, v] }.sort_by { |k, _| k.to_s } if result.is_a?(Hash)
  puts "#{name}: #{result.inspect}"
rescue Beaneater::UnexpectedResponse => e
  puts "#{name}: #{e.class} #{e.message}"
end

def stats(name, entries)
  entries.each { |key, value| puts "#{name} #{key}: #{value.inspect}" }
end

a = Beaneater.new("127.0.0.1:#{port}")
b = Beaneater.new("127.0.0.1:#{port}")
# Commands for which the library has no method, or that it would send with others around them.
raw = ->(command) { a.connection.transmit(command) }
mail = a.tubes['mail']

step('list-tube-used') { a.tubes.used.name }
step('use') { raw['use mail'] }
step('watch') { raw['watch mail'] }
step('ignore') { raw['ignore default'] }
step('ignore the last') { a.tubes.ignore('mail') }
step('list-tubes-watched') { a.tubes.watched.map(&:name) }
step('a name that is none') { a.tubes.watch('-a') }  rescue puts "a name that is none: #{$!.class} #{$!.message}"
step('tube names') { a.tubes.watch('a-b_(1)+/;.$', '007'); a.tubes.watched.map(&:name) }
step('ignore both') { a.tubes.ignore('a-b_(1)+/;.$', '007') }

step('put low') { mail.put('low', pri: 4_294_967_295, ttr: 60) }
step('put first') { mail.put('first', pri: 10, ttr: 60) }
step('put second') { mail.put('second', pri: 10, ttr: 60) }
step('peek') { a.jobs.find(3) }
step('peek-ready') { mail.peek(:ready) }
3.times { step('reserve and delete') { job = a.tubes.reserve(0); [job.body, job.delete] } }
step('reserve from an empty tube') { a.tubes.reserve(0) }
step('reserve for a second in vain') { a.tubes.reserve(1) }

binary = (0..255).to_a.pack('C*') * 4 + "\r\n"
step('put binary') { mail.put(binary) }
step('reserve binary') { job = a.tubes.reserve; [job.body.b == binary.b, job.body.bytesize, job.delete] }
step('put empty') { mail.put('') }
step('reserve empty') { job = a.tubes.reserve(0); [job.body, job.delete] }
step('put the largest') { mail.put('x' * 65_535) }
step('reserve the largest') { job = a.tubes.reserve(0); [job.body.bytesize, job.delete] }
step('put one byte more') { mail.put('x' * 65_536) }
step('the connection goes on') { mail.put("after \u{1F4E7}") }
step('reserve text') { job = a.tubes.reserve(0); [job.body.force_encoding('UTF-8'), job.delete] }

%w[delete\ 99 release\ 99\ 1\ 0 bury\ 99\ 1 touch\ 99 kick-job\ 99 peek\ 99 stats-job\ 99 reserve-job\ 99].each do |command|
  step("unknown: #{command}") { raw[command] }
end
step('unknown: stats-tube') { raw['stats-tube none'] }
step('unknown: pause-tube') { raw['pause-tube none 1'] }
%i[ready delayed buried].each { |state| step("peek-#{state} of nothing") { mail.peek(state) } }
step('kick nothing') { mail.kick(5) }

step('put delayed') { mail.put('delayed', delay: 1, pri: 5) }
step('peek-delayed') { mail.peek(:delayed) }
step('reserve waits for the delay') { a.tubes.reserve(10) }
delayed = Beaneater::Job.new(a, raw['peek 8'].merge(status: 'RESERVED'))
step('touch') { delayed.touch }
step('release') { delayed.release(pri: 7, delay: 1_000) }
stats('stats-job', delayed.stats.to_h)
step('kick-job') { delayed.kick }
step('kick-job again') { delayed.kick }
step('reserve') { a.tubes.reserve(0) }
step('bury') { raw['bury 8 3'] }
step('peek-buried') { mail.peek(:buried) }
stats('stats-job', delayed.stats.to_h)
step('touch of a buried one') { raw['touch 8'] }
step('kick') { mail.kick(9) }
step('reserve-job') { raw['reserve-job 8'] }
step('of another connection') { b.connection.transmit('delete 8') }
step('delete') { delayed.delete }

b.close

c = Beaneater.new("127.0.0.1:#{port}")
waiting = Thread.new { c.tubes.watch('mail'); c.tubes.reserve }
step('put for one that waits') { mail.put('waited for') }
step('reserve waited') { job = waiting.value; [job.body, job.delete] }
c.tubes['other'].put('kept', delay: 1_000)
c.connection.transmit('use default')

step('put into a paused tube') { mail.put('paused') }
step('pause-tube') { mail.pause(1_000) }
step('reserve from a paused tube') { a.tubes.reserve(0) }
stats('stats-tube', mail.stats.to_h)
step('pause-tube ends') { mail.pause(0) }
step('reserve') { a.tubes.reserve(0) }
stats('stats-tube', mail.stats.to_h)
step('list-tubes') { a.tubes.all.map(&:name).sort }
stats('stats', a.connection.transmit('stats')[:body])
