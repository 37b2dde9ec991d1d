package org.placeherd.server;

import static org.placeherd.server.MetricFamilies.value;

import java.util.ArrayList;
import java.util.List;
import org.placeherd.node.NodeStatus.CatchUpStatus;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.server.MetricFamilies.Value;

/// The figures of the links to the neighbours, as metrics. `docs/metrics.md` lists them.
final class LinkFigures {
  private LinkFigures() {}

  static void addTo(MetricFamilies families, ServerStatus status) {
    List<Value> up = new ArrayList<>();
    List<Value> ours = new ArrayList<>();
    List<Value> connects = new ArrayList<>();
    List<Value> losses = new ArrayList<>();
    for (int i = 0; i < status.links().size(); i++) {
      ServerStatus.LinkStatus link = status.links().get(i);
      String peer = status.node().neighbours().get(i).name();
      up.add(value(link.isUp() ? 1 : 0, "peer", peer));
      ours.add(value(link.isUp() && link.isOurs() ? 1 : 0, "peer", peer));
      connects.add(value(link.connects(), "peer", peer));
      losses.add(value(link.losses(), "peer", peer));
    }
    families.gauge("link_up", "Whether the link to a neighbour stands.", up);
    families.gauge("link_ours", "Whether a server of ours is at its other end.", ours);
    families.counter("link_connects", "How often the link was made.", connects);
    families.counter("link_losses", "How often the link was lost.", losses);
    addTold(families, status.node().neighbours());
  }

  private static void addTold(MetricFamilies families, List<NeighbourStatus> neighbours) {
    List<Value> pending = new ArrayList<>();
    List<Value> sent = new ArrayList<>();
    List<Value> begun = new ArrayList<>();
    List<Value> ended = new ArrayList<>();
    List<Value> missed = new ArrayList<>();
    List<Value> toldAll = new ArrayList<>();
    for (NeighbourStatus neighbour : neighbours) {
      String peer = neighbour.name();
      CatchUpStatus catchUp = neighbour.catchUp();
      pending.add(value(neighbour.pending(), "peer", peer));
      sent.add(value(neighbour.told(), "peer", peer));
      begun.add(value(catchUp.begun(), "peer", peer));
      ended.add(value(catchUp.ended(), "peer", peer));
      missed.add(value(catchUp.told(), "peer", peer));
      toldAll.add(value(catchUp.hasToldAll() ? 1 : 0, "peer", peer));
    }
    families.gauge("link_pending", "Clients that the neighbour has to be told of.", pending);
    families.counter("link_sent", "AT lines handed to the link.", sent);
    families.counter("catch_ups_begun", "Comparisons with a neighbour that were begun.", begun);
    families.counter("catch_ups_ended", "Comparisons that came to their end.", ended);
    families.counter(
        "catch_up_sent", "AT lines handed to the link because the neighbour lacked them.", missed);
    families.gauge(
        "catch_up_heard",
        "Whether the neighbour has told all that was lacking when its link came up.",
        toldAll);
  }
}
