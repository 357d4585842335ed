#pragma once
// The parts of read_bpmn: what one pass over the text collects, for the next to check.

#include <map>
#include <string>
#include <string_view>

#include "base/xml_tree.h"
#include "design/bpmn_read.h"

namespace parcours::design {

/// What is read so far.
struct BpmnReading {
  ReadBpmn out;
  std::map<std::string, Place, std::less<>> place_of;        ///< By id.
  std::map<std::string, std::size_t, std::less<>> left_out;  ///< By name: how often.
  std::size_t made_ids = 0;

  /// The id of an element, or a new one. Errors: Error(BadInput) if it stands twice.
  std::string id_of(const XmlElement& element);
  /// A name of another element as an id: without the prefix that some tools put before it.
  [[nodiscard]] std::string known_id(const std::string& name) const;
  void leave_out(const XmlElement& element);
};

/// The texts of the children of that name, each without blanks around it, with a blank line
/// between; empty if there is none.
[[nodiscard]] std::string bpmn_text_of(const XmlElement& element, std::string_view child);

/// Reads a process and all that it holds.
///
/// Errors: those of read_bpmn about one element.
void read_bpmn_process(const XmlElement& process, BpmnReading& reading);

/// Reads a diagram, once all else is read; shapes of what is not carried are left out and counted.
///
/// Errors: Error(BadInput) for a coordinate that is no number.
void read_bpmn_diagram(const XmlElement& diagram, BpmnReading& reading);

}  // namespace parcours::design
