Help, versions and slips of the hand: what the option tables alone decide.

$ vardflode --version
vardflode *
GSL *, libevent *-stable, SQLite *, cJSON *
Free software: GNU GPL version 3 or later.

$ LANGUAGE=sv vardflode version | tail -n 1
Fri programvara: GNU GPL version 3 eller senare.

$ vardflode version --help
vardflode version - show the versions of the program and its libraries

Usage: vardflode version [options]

Options:
  -q, --quiet             no progress and no notes, only results and errors
  -h, --help              show this help

Examples:
  vardflode version
      the versions

Exit codes:
  0                       everything went well
  1                       the run failed
  2                       the command line is wrong
  3                       the config, or a file it names, is wrong
  4                       stopped by a signal; what was finished is valid

$ vardflode > nothing; echo "$?"; wc -c < nothing
vardflode - simulates the flow of patients through a Swedish region
...
More about a command: vardflode COMMAND --help
2
0

$ vardflode versio
unknown command 'versio'
    did you mean version?
Help: vardflode --help
exit 2

$ LANGUAGE=sv vardflode versio
okänt kommando 'versio'
    menade du version?
Hjälp: vardflode --help
exit 2

$ LANGUAGE= LC_ALL=sv_SE.UTF-8 vardflode --nej
okänd flagga '--nej'
Hjälp: vardflode --help
exit 2

$ vardflode version --hepl -x extra
unknown option '--hepl'
    did you mean --help?
unknown option '-x'
one word too many: 'extra'
Help: vardflode version --help
exit 2

$ vardflode docs
TOPIC is missing
Help: vardflode docs --help
exit 2

$ vardflode version > /dev/full
the output could not be written: No space left on device
exit 1
