package org.placeherd.places.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a block of OpenStreetMap's PBF: texts that its elements number, and groups of elements of
/// one kind each.
final class OsmBlock {
  private static final double NANODEGREES = 1e-9;
  private static final int MEMBER_IS_WAY = 1;

  private final OsmHandler handler;
  private final List<String> texts = new ArrayList<>();
  private final List<Protobuf> groups = new ArrayList<>();
  private final Map<String, String> tags = new HashMap<>();
  private final LongList members = new LongList();
  private long granularity = 100;
  private long latitudeOffset;
  private long longitudeOffset;

  OsmBlock(OsmHandler handler) {
    this.handler = handler;
  }

  void read(byte[] block) throws IOException, BadPlaceFile {
    Protobuf fields = Protobuf.of(block);
    while (fields.hasMore()) {
      switch (fields.field()) {
        case 1 -> readTexts(fields.message());
        case 2 -> groups.add(fields.message());
        case 17 -> granularity = fields.varint();
        case 19 -> latitudeOffset = fields.varint();
        case 20 -> longitudeOffset = fields.varint();
        default -> fields.skip();
      }
    }
    for (Protobuf group : groups) {
      readGroup(group);
    }
  }

  private void readTexts(Protobuf table) throws BadPlaceFile {
    while (table.hasMore()) {
      if (table.field() == 1) {
        texts.add(table.text());
      } else {
        table.skip();
      }
    }
  }

  private String text(long number) throws BadPlaceFile {
    if (number < 0 || number >= texts.size()) {
      throw new BadPlaceFile("it is damaged: there is no text " + number);
    }
    return texts.get((int) number);
  }

  private void readGroup(Protobuf group) throws IOException, BadPlaceFile {
    while (group.hasMore()) {
      int field = group.field();
      if (field == fieldOf(handler.wanted())) {
        readElement(group.message());
      } else if (field == 2 && handler.wanted() == OsmHandler.Kind.NODE) {
        readDense(group.message());
      } else {
        group.skip();
      }
    }
  }

  private static int fieldOf(OsmHandler.Kind kind) {
    return switch (kind) {
      case NODE -> 1;
      case WAY -> 3;
      case RELATION -> 4;
    };
  }

  private void readElement(Protobuf element) throws IOException, BadPlaceFile {
    tags.clear();
    members.clear();
    switch (handler.wanted()) {
      case NODE -> readNode(element);
      case WAY -> readWay(element);
      case RELATION -> readRelation(element);
    }
  }

  private void readNode(Protobuf node) throws IOException, BadPlaceFile {
    Element element = new Element();
    long latitude = 0;
    long longitude = 0;
    while (node.hasMore()) {
      int field = node.field();
      switch (field) {
        case 1 -> element.id = node.signed();
        case 8 -> latitude = node.signed();
        case 9 -> longitude = node.signed();
        default -> element.readTags(field, node);
      }
    }
    element.join();
    handler.node(
        element.id, degrees(latitudeOffset, latitude), degrees(longitudeOffset, longitude), tags);
  }

  private void readWay(Protobuf way) throws BadPlaceFile {
    Element element = new Element();
    while (way.hasMore()) {
      int field = way.field();
      switch (field) {
        case 1 -> element.id = way.varint();
        case 8 -> {
          long node = 0;
          for (Protobuf refs = way.message(); refs.hasMore(); ) {
            node += refs.signed();
            members.add(node);
          }
        }
        default -> element.readTags(field, way);
      }
    }
    element.join();
    handler.way(element.id, members, tags);
  }

  private void readRelation(Protobuf relation) throws BadPlaceFile {
    Element element = new Element();
    LongList roles = new LongList();
    LongList ids = new LongList();
    LongList types = new LongList();
    while (relation.hasMore()) {
      int field = relation.field();
      switch (field) {
        case 1 -> element.id = relation.varint();
        case 8 -> readAll(relation.message(), roles);
        case 9 -> {
          long member = 0;
          for (Protobuf refs = relation.message(); refs.hasMore(); ) {
            member += refs.signed();
            ids.add(member);
          }
        }
        case 10 -> readAll(relation.message(), types);
        default -> element.readTags(field, relation);
      }
    }
    if (roles.size() != ids.size() || types.size() != ids.size()) {
      throw new BadPlaceFile("it is damaged: the members of relation " + element.id);
    }
    for (int i = 0; i < ids.size(); i++) {
      String role = text(roles.get(i));
      if (types.get(i) == MEMBER_IS_WAY && (role.isEmpty() || role.equals("outer"))) {
        members.add(ids.get(i));
      }
    }
    element.join();
    handler.relation(element.id, members, tags);
  }

  private static void readAll(Protobuf packed, LongList into) throws BadPlaceFile {
    while (packed.hasMore()) {
      into.add(packed.varint());
    }
  }

  /// Nodes in columns, each number the difference to the one before.
  private void readDense(Protobuf dense) throws IOException, BadPlaceFile {
    Protobuf none = Protobuf.of(new byte[0]);
    Protobuf ids = none;
    Protobuf latitudes = none;
    Protobuf longitudes = none;
    Protobuf keysAndValues = none;
    while (dense.hasMore()) {
      switch (dense.field()) {
        case 1 -> ids = dense.message();
        case 8 -> latitudes = dense.message();
        case 9 -> longitudes = dense.message();
        case 10 -> keysAndValues = dense.message();
        default -> dense.skip();
      }
    }
    long id = 0;
    long latitude = 0;
    long longitude = 0;
    while (ids.hasMore()) {
      id += ids.signed();
      latitude += latitudes.signed();
      longitude += longitudes.signed();
      readDenseTags(keysAndValues);
      handler.node(
          id, degrees(latitudeOffset, latitude), degrees(longitudeOffset, longitude), tags);
    }
  }

  /// Key, value, key, value, 0 for each node; nothing at all where no node has tags.
  private void readDenseTags(Protobuf keysAndValues) throws BadPlaceFile {
    tags.clear();
    while (keysAndValues.hasMore()) {
      long key = keysAndValues.varint();
      if (key == 0) {
        return;
      }
      tags.put(text(key), text(keysAndValues.varint()));
    }
  }

  private double degrees(long offset, long value) {
    return NANODEGREES * (offset + granularity * value);
  }

  /// What all kinds of elements have.
  private final class Element {
    private final LongList keys = new LongList();
    private final LongList values = new LongList();
    private long id;

    void readTags(int field, Protobuf from) throws BadPlaceFile {
      switch (field) {
        case 2 -> readAll(from.message(), keys);
        case 3 -> readAll(from.message(), values);
        default -> from.skip();
      }
    }

    void join() throws BadPlaceFile {
      if (keys.size() != values.size()) {
        throw new BadPlaceFile("it is damaged: the tags of element " + id);
      }
      for (int i = 0; i < keys.size(); i++) {
        tags.put(text(keys.get(i)), text(values.get(i)));
      }
    }
  }
}
