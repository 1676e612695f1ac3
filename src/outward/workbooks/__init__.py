"""Users' spreadsheets: template out, filled in, yearbook sheets as they come; errors by cell. Downloads with citation.

Import from the modules: ``outward.workbooks.tables.read_tables``, ``outward.workbooks.registers.read_registers``,
``outward.workbooks.template.write_template``, ``outward.workbooks.exports.write_table``; each is told of the case by an
``outward.workbooks.context.ReadingContext``.
"""
