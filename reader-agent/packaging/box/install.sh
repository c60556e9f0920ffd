#!/bin/sh
# Installs the agent from its unpacked folder, or updates it: sudo ./install.sh
# With DESTDIR the files are only put there (packages are made so). Settings and data that are there stay.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=${DESTDIR:-}
program=/usr/lib/chanoma-agent

rm -rf "$root$program.new"
mkdir -p "$root$program.new"
cp -R "$here/bin" "$here/lib" "$here/page" "$here/licences" "$here/LICENSE" "$here/README.md" "$root$program.new/"
rm -rf "$root$program"
mv "$root$program.new" "$root$program"

put() { install -D -m 644 "$here/system/$1" "$root$2"; }
put chanoma-agent.service /usr/lib/systemd/system/chanoma-agent.service
put sysusers.conf /usr/lib/sysusers.d/chanoma-agent.conf
put udev.rules /usr/lib/udev/rules.d/70-chanoma-agent.rules
put modprobe.conf /usr/lib/modprobe.d/chanoma-agent.conf
put polkit.rules /usr/share/polkit-1/rules.d/chanoma-agent.rules
mkdir -p "$root/usr/bin"
ln -sfn ../lib/chanoma-agent/bin/chanoma-agent "$root/usr/bin/chanoma-agent"
if [ ! -e "$root/etc/chanoma-agent/agent.env" ]; then put agent.env /etc/chanoma-agent/agent.env; fi

if [ -n "$root" ]; then exit 0; fi
systemd-sysusers chanoma-agent.conf
systemctl daemon-reload
systemctl enable chanoma-agent.service
if grep -q '^CHANOMA_PLATFORM=' /etc/chanoma-agent/agent.env; then
  systemctl restart chanoma-agent.service
else
  echo "Now give the platform's address in /etc/chanoma-agent/agent.env, then: systemctl start chanoma-agent"
fi
