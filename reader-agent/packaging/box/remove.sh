#!/bin/sh
# Removes the agent. Data and settings stay: box key and registration are in /var/lib/chanoma-agent, and a box without
# them has to be registered anew. To take them away as well: sudo ./remove.sh --with-data
set -eu
systemctl disable --now chanoma-agent.service || true
rm -rf /usr/lib/chanoma-agent
rm -f /usr/bin/chanoma-agent /usr/lib/systemd/system/chanoma-agent.service /usr/lib/sysusers.d/chanoma-agent.conf \
  /usr/lib/udev/rules.d/70-chanoma-agent.rules /usr/lib/modprobe.d/chanoma-agent.conf \
  /usr/share/polkit-1/rules.d/chanoma-agent.rules
systemctl daemon-reload
if [ "${1:-}" = --with-data ]; then rm -rf /var/lib/chanoma-agent /etc/chanoma-agent; fi
