The event log, patient by patient.

$ vardflode export tests/cli/export_log.csv -o a.csv && cat a.csv
2 patients (1 still in care when the log ends), 10 events: a.csv
case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,life,case:scenario,case:replication,case:unfinished,case:began_before,case:patient
nulage-0-3,akut,2026-01-01T09:00:00.000,schedule,,aldre,arrive,nulage,0,false,false,3
nulage-0-3,akut,2026-01-01T09:00:00.000,start,akut,aldre,start,nulage,0,false,false,3
nulage-0-3,akut,2026-01-01T12:30:00.000,complete,akut,aldre,complete,nulage,0,false,false,3
nulage-0-3,exit,2026-01-01T12:30:00.000,complete,,aldre,exit,nulage,0,false,false,3
nulage-0-7,akut,2026-01-01T08:15:00.000,schedule,,aldre,arrive,nulage,0,true,false,7
nulage-0-7,akut,2026-01-01T08:15:00.000,start,akut,aldre,start,nulage,0,true,false,7
nulage-0-7,medA,2026-01-01T11:40:00.000,schedule,akut,aldre,arrive,nulage,0,true,false,7
nulage-0-7,medA,2026-01-01T11:40:00.000,unknown,akut,aldre,blocked,nulage,0,true,false,7
nulage-0-7,akut,2026-01-01T14:05:00.000,complete,akut,aldre,complete,nulage,0,true,false,7
nulage-0-7,medA,2026-01-01T14:05:00.000,start,medA,aldre,start,nulage,0,true,false,7

$ vardflode export tests/cli/export_log.csv --format xes -o a.xes --visits --json && grep -c '<event>' a.xes
{"log":"tests/cli/export_log.csv","file":"a.xes","format":"xes","cases":2,"unfinished":1,"events":6}
6

$ LANGUAGE=sv vardflode export tests/cli/export_log.csv -o a.csv
a.csv: finns redan; ge --replace för att ersätta den
exit 2

$ LANGUAGE=sv vardflode export tests/cli/export_log.csv -o a.csv --replace
2 patienter (1 kvar i vården när loggen slutar), 10 händelser: a.csv

$ vardflode export tests/cli/small.json
tests/cli/small.json: line 1: this is not the header of an event log of this version
    give a file that `vardflode run --log` has written
exit 3

$ head -c 700 tests/cli/export_log.csv > cut.csv; vardflode export cut.csv; ls
cut.csv: line 11: the log is cut off within this line
    the file was not written or copied to its end: run again, or copy it anew
a.csv
a.xes
configs
cut.csv
tests
