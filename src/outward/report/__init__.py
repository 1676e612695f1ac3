"""Results to documents: html, pdf and docx, in English and Chinese."""
