"""Between call scripts and XLSForm, the questionnaires in Excel of ODK and Kobo."""
